"""Words that stand with a capital and are nobody's name, without accents: offices, laws, places, products."""

import re

TERMS = re.compile(
    # the public service
    r"public|publique|service|services|sector|secteur|fonction|deputy|minister|ministers|ministre|ministres"
    r"|sous|assistant|associate|director|directeur|directrice|directors|directorate|direction|general"
    r"|generale|manager|managers|gestionnaire|gestionnaires|executive|executives|cadre|cadres|senior|official"
    r"|officer|head|chief|chef|cheffe|president|presidente|vice|secretary|secretaire|clerk|greffier|greffiere"
    r"|prime|premier|premiere|privy|council|conseil|prive|treasury|tresor|board|secretariat|department"
    r"|departement|agency|agence|branch|division|sectorielle|unit|unite|office|bureau|commission|commissioner"
    r"|commissaire|commissariat|committee|comite|crown|couronne|state|government|gouvernement|parliament"
    r"|parlement|house|chambre|commons|communes|senate|senat|court|cour|supreme|supremes|federal|federale"
    r"|federaux|national|nationale|international|internationale|canadian|canadien|canadienne|canada"
    r"|treasurer|comptroller|controleur|auditor|verificateur|verificatrice|ombud|ombudsman|ombudsperson"
    # codes, values and laws
    r"|code|codes|conduct|conduite|values|valeurs|value|valeur|ethics|ethique|ethic|integrity|integrite"
    r"|respect|people|personnes|democracy|democratie|stewardship|intendance|excellence|policy|politique"
    r"|directive|directives|act|loi|law|charter|charte|rights|droits|freedoms|libertes|regulations|reglement"
    r"|bill|projet|privacy|protection|access|acces|information|renseignements|personnels|disclosure"
    r"|divulgation|conflict|conflicts|conflit|conflits|interest|interests|interets|harassment|harcelement"
    r"|violence|accessible|accessibility|accessibilite|officielles|languages|langues|employment|emploi"
    r"|equity|equite|labour|travail|relations|security|securite|guide"
    # work and learning
    r"|human|humaines|resources|ressources|employee|employees|employe|employes|assistance|program|programme"
    r"|wellness|mieux|etre|health|sante|mental|mentale|school|ecole|training|formation|learning|apprentissage"
    r"|module|modules|session|seance|onboarding|accueil|team|equipe|leadership|network|reseau|union|alliance"
    r"|syndicat|institute|institut|professional|professionnel|professionnelle|survey|sondage|report|rapport"
    r"|annual|annuel|performance|rendement|management|gestion|agreement|entente|collective|collectif|plan"
    r"|strategy|strategie|inclusion|diversity|diversite|affairs|affaires|communications|corporate|internes"
    r"|finance|finances|operations|technology|technologie|digital|numerique|science|sciences|research"
    r"|recherche|regional|regionale|region|headquarters|centrale|self|assessment|autoevaluation|checklist"
    r"|budget|fiscal|year|quarter|trimestre|week|semaine|month|mois|day|jour|journee"
    # products
    r"|ethos|teams|microsoft|outlook|word|excel|powerpoint|sharepoint|onedrive|copilot|windows|google|chatgpt"
    r"|gcdocs|gcxchange|gcconnex|linkedin|facebook|instagram|twitter|youtube|zoom|slack|whatsapp|internet"
    r"|intranet|web|wi|fi|artificial|intelligence|intelligences|artificielle"
    # places and peoples
    r"|ottawa|gatineau|montreal|toronto|vancouver|calgary|edmonton|winnipeg|halifax|regina|quebec|ontario"
    r"|manitoba|saskatchewan|alberta|british|columbia|colombie|britannique|nova|scotia|nouvelle|ecosse|new"
    r"|brunswick|nouveau|prince|edward|edouard|island|ile|newfoundland|terre|neuve|labrador|yukon|nunavut"
    r"|northwest|territories|territoires|nord|ouest|sud|est|north|south|east|west|atlantic|atlantique"
    r"|pacific|pacifique|prairies|capital|capitale|states|etats|unis|america|amerique|europe"
    r"|english|anglais|french|francais|bilingual|bilingue|first|nations|indigenous|autochtones|autochtone"
    r"|inuit|metis|black|noirs|asian|aboriginal|reconciliation|truth|verite|remembrance|souvenir"
    r"|christmas|noel|easter|paques|thanksgiving|ramadan|hanukkah|diwali|pride|fierte"
    # days and months
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays|tuesdays|wednesdays|thursdays|fridays"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre"
    r"|octobre|novembre|decembre|spring|summer|fall|autumn|winter|printemps|ete|automne|hiver"
    # how people write to somebody
    r"|hi|hello|dear|thanks|thank|regards|bonjour|merci|cher|chere|cordialement|madam|sir|madame|monsieur"
)
"""Each part of a word with a hyphen counts, so the parts of longer terms stand here."""

ROLES = re.compile(
    r"manager|supervisor|boss|director|lead|leader|colleague|coworker|assistant|executive|minister|deputy"
    r"|employee|analyst|advisor|adviser|officer|secretary|coordinator|intern|student|named|called|president"
    r"|gestionnaire|superviseur|superviseure|patron|patronne|directeur|directrice|chef|cheffe|collegue"
    r"|adjoint|adjointe|ministre|cadre|employe|employee|analyste|conseiller|conseillere|agent|agente"
    r"|secretaire|coordonnateur|coordonnatrice|stagiaire|nomme|nommee|appele|appelee|prenomme|prenommee"
)
"""What somebody is; a name may stand beside it."""

SMALL = re.compile(
    r"the|a|an|my|our|your|their|his|her|its|this|that|these|those|we|i|you|they|he|she|it|there|here|what"
    r"|when|where|who|why|how|if|in|on|at|for|from|with|without|by|to|of|and|or|but|so|as|also|both|each|every"
    r"|all|some|many|most|more|less|fewer|no|not|yes|please|keep|change|stop|start|use|add|give|have|make|let"
    r"|ask|tell|show|send|me|offer|open|close|after|before|during|since|because|while|although|maybe|perhaps"
    r"|only|even|just|too|one|two|three|better|good|bad|great|nice|fine|last|next|read|see|do"
    r"|does|is|are|was|were|can|could|should|would|might|must|people|everyone|everybody|someone"
    r"|somebody|nobody|nothing|shorter|longer|share|bring|explain|translate|invite|remind|drop|remove|put"
    r"|le|la|les|l|un|une|des|du|de|d|mon|ma|mes|notre|nos|votre|vos|leur|leurs|son|sa|ses|ce|cet|cette|ces"
    r"|je|j|tu|il|elle|on|nous|vous|ils|elles|c|qu|que|qui|quoi|quand|ou|comment|pourquoi|si|dans|sur|pour|par"
    r"|avec|sans|chez|vers|entre|apres|avant|pendant|depuis|car|mais|donc|et|aussi|tous|toutes|tout|toute"
    r"|chaque|plusieurs|certains|certaines|beaucoup|plus|moins|trop|peu|oui|non|ne|n|garder|gardez|gardons"
    r"|changer|changez|arreter|arretez|commencer|ajouter|ajoutez|donner|donnez|faire|faites|mettre|mettez"
    r"|offrir|offrez|montrer|montrez|demander|utiliser|utilisez|peut|etre|seulement|meme|bon|bonne|tres"
    r"|il|est|sont|etait|a|au|aux|en|y|deux|trois|enlever|enlevez|traduire|inviter|invitez|envoyer|envoyez"
    r"|partager|parler|parlez|expliquer|raccourcir|personne|rien"
)
"""Words with which sentences begin and titles are filled, so their capital says nothing."""
