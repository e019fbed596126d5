"""What the commands say, in both languages."""

from typing import Final

from content.model import Text

ATTACK: Final = Text(en="attack", fr="attaque")
LINKED: Final = Text(en="linked", fr="reliées")
CHANCE: Final = Text(en="by chance", fr="par hasard")
GAME: Final = Text(en="game of two", fr="jeu à deux")
ANSWERS: Final = Text(
    en="{count} answers; up to {bound} linked, and {low} to {high} of the games, may be luck.",
    fr="{count} réponses; le hasard peut en relier jusqu'à {bound} et gagner de {low} à {high} des parties.",
)
KEPT: Final = Text(
    en="Nobody was linked to an answer better than by guessing.",
    fr="Personne n'a été relié à une réponse mieux que par hasard.",
)
BROKEN: Final = Text(
    en="Answers can be linked to people.",
    fr="Des réponses peuvent être reliées à des personnes.",
)
PERSEVERED: Final = Text(en="Playing {name}: {how}", fr="Essai de {name}\u00a0: {how}")
NAMES: Final = Text(
    en="Name one of these, and the adversary is let at it:",
    fr="Nommez l'un de ces systèmes, et l'adversaire s'y attaque\u00a0:",
)
UNKNOWN: Final = Text(
    en="There is no system called {name}. Without a name you get the list.",
    fr="Aucun système ne s'appelle {name}. Sans nom, vous obtenez la liste.",
)
ATTACKS: Final = {
    "times": Text(en="nearest time", fr="heure la plus proche"),
    "order": Text(en="order", fr="ordre"),
    "sizes": Text(en="sizes", fr="tailles"),
    "hashes": Text(en="hashes of ids", fr="empreintes d'identifiants"),
    "bytes": Text(en="search of all bytes", fr="recherche dans tous les octets"),
    "differences": Text(en="differences of copies", fr="différences entre copies"),
    "joined": Text(en="rows with a value in common", fr="lignes de même valeur"),
    "places": Text(en="rows of the person", fr="lignes de la personne"),
    "log": Text(en="lines of the log", fr="lignes du journal"),
    "files": Text(en="names and times of files", fr="noms et dates de fichiers"),
    "keys": Text(en="keys left behind", fr="clés restées là"),
    "seeds": Text(en="shuffles undone", fr="mélanges défaits"),
    "trained": Text(en="trained classifier", fr="classifieur entraîné"),
    "all": Text(en="all together", fr="toutes ensemble"),
}

FOUND: Final = Text(
    en="{count} times a line of the list was found, {needles} different ones:",
    fr="Une ligne de la liste a été trouvée {count} fois, {needles} lignes différentes\u00a0:",
)
NOTHING: Final = Text(
    en="None of {needles} lines was found in {files} files, however they may be written down.",
    fr="Aucune des {needles} lignes n'a été trouvée dans {files} fichiers, quelle qu'en soit l'écriture.",
)
SHORT: Final = Text(
    en="Line {line} has fewer than 9 bytes: it would be found by chance.",
    fr="La ligne {line} a moins de 9 octets\u00a0: on la trouverait par hasard.",
)
