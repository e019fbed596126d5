"""Somebody who is about to name a person, a day or a file is told so, and hardly anybody else."""

import pytest

from dialogs.careful import KINDS, Kind, found

Table = tuple[tuple[str, tuple[Kind, ...]], ...]

NBSP = "\N{NO-BREAK SPACE}"

ENGLISH: Table = (
    # ordinary sentences
    ("Keep the dilemmas, they feel real.", ()),
    ("The Public Service needs more time for talks like these.", ()),
    ("Our Deputy Minister should open the sessions.", ()),
    ("Please shorten the page on the Code of Conduct.", ()),
    ("The Values and Ethics Code is hard to find on the intranet.", ()),
    ("I would like a module on Artificial Intelligence.", ()),
    ("The reminder should not come on a Monday morning.", ()),
    ("We talked about it for 20 minutes in March and again in the fall.", ()),
    ("Treasury Board Secretariat guides are better known than ours.", ()),
    ("The Public Sector Integrity Commissioner should visit.", ()),
    ("The Employee Assistance Program was a real help.", ()),
    ("Fewer cards, more talks. Only 3 may attend at once.", ()),
    ("You may skip 2 of them without loss.", ()),
    ("Teams shows the card in English when I chose French.", ()),
    ("I am in British Columbia and the hour is wrong.", ()),
    ("Nova Scotia has another holiday.", ()),
    ("Module 4 is too long, 300 characters are enough.", ()),
    ("I took FON301 and COR125, both were fine.", ()),
    ("Between 2024-2025 and 2025-2026 nothing changed.", ()),
    ("It took 45 minutes instead of 20.", ()),
    ("The Senior Official for Values and Ethics is not known here.", ()),
    ("My manager, I think, has never opened it.", ()),
    ("COVID-19 changed how we meet.", ()),
    ("Add First Nations, Inuit and Métis examples.", ()),
    ("Ask the Director General to come.", ()),
    ("No 12-page guides, please.", ()),
    ("100 % of us read it.", ()),
    ("I got to Me Too late.", ()),
    ("Is a gift of $50 allowed?", ()),
    ("Executives need it first: Deputy Ministers, then Assistant Deputy Ministers.", ()),
    ("Microsoft Teams and Outlook should agree on my leave.", ()),
    ("Thank you. Merci. It was good.", ()),
    # what may point to somebody
    ("Ask Mr. Delorme why he laughed.", ("person",)),
    ("It was Ms Okafor who said so.", ("person",)),
    ("Dr. Lindqvist should not lead the session.", ("person",)),
    ("I think Avery Thornbury should apologize.", ("person",)),
    ("Avery Thornbury shouts at everybody.", ("person",)),
    ("My manager Avery never reads it.", ("person",)),
    ("My director, Thornbury, signs everything.", ("person",)),
    ("The session with Anne-Lise de la Rivière was great.", ("person",)),
    ("Somebody named Okafor told me.", ("person",)),
    ("It is Avery Thornbury's idea.", ("person",)),
    ("It happened on March 3 in the hall.", ("date",)),
    ("It happened on the 14th.", ("date",)),
    ("On 3 March nobody answered.", ("date",)),
    ("since 2026-03-03", ("date",)),
    ("The meeting of 03/03/2026 went wrong.", ("date",)),
    ("We met on Oct. 21st, after lunch.", ("date",)),
    ("Since May 2026 it is worse.", ("date",)),
    ("See file ABC-1234.", ("file-number",)),
    ("My grievance 2026-001234 is still open.", ("file-number",)),
    ("Ticket #12345 was closed.", ("file-number",)),
    ("My number is 30412345.", ("file-number",)),
    ("case no. 4471", ("file-number",)),
    ("Write to a.thornbury@demo.example.", ("email",)),
    ("Call 613-555-0117.", ("phone",)),
    ("Call (613) 555-0117 or 1-800-555-0199.", ("phone",)),
    ("Call 555-0117.", ("phone",)),
    ("On March 3, Mr. Delorme closed file 4471: avery@demo.example, 613 555 0117.", KINDS),
    # missed, and known to be: one name alone, small letters, a name that is also a word
    ("I wish Avery would listen.", ()),
    ("avery thornbury shouts.", ()),
    ("Ask April West.", ()),
    ("the third of last month", ()),
    # wrong, and known to be: words of a project that nobody has listed
    ("We call it the Blue Lantern project.", ("person",)),
)

FRENCH: Table = (
    # des phrases ordinaires
    ("Gardez les dilemmes, ils sonnent vrai.", ()),
    ("La Fonction publique a besoin de temps pour ces discussions.", ()),
    ("Notre sous-ministre devrait ouvrir les séances.", ()),
    ("Le Code de conduite est introuvable dans l'intranet.", ()),
    ("Le Code de valeurs et d'éthique du secteur public est trop long.", ()),
    ("Pas de rappel le lundi matin, s'il vous plaît.", ()),
    ("On en a parlé 20 minutes en mars, puis à l'automne.", ()),
    ("Le Secrétariat du Conseil du Trésor a de meilleurs guides.", ()),
    ("Le Commissariat à l'intégrité devrait venir.", ()),
    ("Il faudrait un module sur l'Intelligence artificielle.", ()),
    ("Teams affiche la carte en anglais.", ()),
    ("Je travaille en Colombie-Britannique et l'heure est fausse.", ()),
    ("L'Île-du-Prince-Édouard a un autre congé.", ()),
    ("Le module 4 est trop long; 300 caractères suffisent.", ()),
    ("Entre 2024-2025 et 2025-2026, rien n'a changé.", ()),
    ("Il a fallu 45 minutes au lieu de 20.", ()),
    ("Notre Directrice générale devrait y être.", ()),
    ("Mon gestionnaire ne l'a jamais ouvert.", ()),
    ("Ajoutez des exemples des Premières Nations, des Inuit et des Métis.", ()),
    ("Merci. Bonjour. Très bien.", ()),
    ("L'École a de bons cours, comme FON301.", ()),
    ("Parlez des médias sociaux, du Programme d'aide aux employés et du syndicat.", ()),
    ("Madame la ministre est venue, monsieur le directeur aussi.", ()),
    ("Le 2e module est le meilleur.", ()),
    ("J'aime mieux les séances en salle qu'en ligne.", ()),
    ("Un cadeau de 50 $ est-il permis?", ()),
    # ce qui peut désigner quelqu'un
    (f"Demandez à M.{NBSP}Delorme pourquoi il riait.", ("person",)),
    ("Mme Okafor a tout décidé.", ("person",)),
    ("Il paraît que monsieur Delorme le sait.", ("person",)),
    ("Je pense qu'Avery Thornbury devrait s'excuser.", ("person",)),
    ("La séance d'Émilie-Rose de la Rivière était excellente.", ("person",)),
    ("Ma gestionnaire Avery ne le lit pas.", ("person",)),
    ("Mon directeur, Thornbury, signe tout.", ("person",)),
    ("Une personne nommée Okafor me l'a dit.", ("person",)),
    ("C'est arrivé le 3 mars dans le corridor.", ("date",)),
    ("Le 1er août, personne n'a répondu.", ("date",)),
    ("Depuis mars 2026, c'est pire.", ("date",)),
    ("La rencontre du 2026-03-03 a mal tourné.", ("date",)),
    ("Voir le dossier 4471.", ("file-number",)),
    (f"Dossier n°{NBSP}88412", ("file-number",)),
    ("Mon grief ABC-1234 traîne.", ("file-number",)),
    ("Mon CIDP est le 30412345.", ("file-number",)),
    ("Écrivez à a.thornbury@demo.example.", ("email",)),
    ("Appelez au 613 555-0117.", ("phone",)),
    ("Le 3 mars, Mme Okafor a fermé le dossier 4471 : avery@demo.example, 613-555-0117.", KINDS),
    # ce qui échappe : un prénom seul, des minuscules
    ("J'aimerais qu'Avery écoute.", ()),
    ("avery thornbury crie.", ()),
    # ce qui alarme à tort : un projet que rien ne nomme ici
    ("Nous appelons cela le projet Lanterne Bleue.", ("person",)),
)


@pytest.mark.parametrize(("text", "kinds"), [*ENGLISH, *FRENCH], ids=lambda each: str(each)[:40])
def test_a_sentence_warns_of_what_it_seems_to_hold_and_of_nothing_else(
    text: str, kinds: tuple[Kind, ...]
) -> None:
    assert found(text) == kinds


def test_the_table_is_long_enough_to_say_something() -> None:
    assert len(ENGLISH) + len(FRENCH) >= 80
    for table in (ENGLISH, FRENCH):
        quiet = sum(kinds == () for _, kinds in table)
        assert 20 <= quiet < len(table)


def test_an_empty_text_holds_nothing() -> None:
    assert found("") == found(" \n ") == ()


@pytest.mark.parametrize("text", ["i wish AVERY would listen", "J'aimerais qu'Avéry écoute"])
def test_a_name_that_is_known_is_found_however_it_is_written(text: str) -> None:
    assert found(text) == ()
    assert found(text, ["Okafor", "", "avery"]) == ("person",)
    assert found(text, ["ave"]) == (), "a part of a word is no name"


def test_kinds_come_in_one_order_whatever_the_order_of_the_words() -> None:
    assert found("avery@demo.example, March 3, Mr. Delorme") == ("person", "date", "email")


def test_every_line_of_a_list_is_a_beginning() -> None:
    assert found("Keep:\n- Dilemmas\n- Talks\n• Stories\n1. Quizzes") == ()
