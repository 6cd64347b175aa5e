#include "core/retrieval/concepts.h"

#include "core/retrieval/stemmer.h"
#include "core/retrieval/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace vigie::text {

namespace {

struct Concept {
  std::string_view name;  ///< hashed into embeddings: do not change or reuse
  std::string_view english;
  std::string_view french;
};

constexpr auto kConcepts = std::to_array<Concept>({
    {"down",
     "down|unreachable|unavailable|outage|crash|crashed|dead|offline|not responding|does not respond|"
     "does not answer|not answering|not reachable|stopped working|stopped responding|gone|unresponsive|"
     "no longer answers|fell over|died|cannot reach|can t reach|cannot connect|can t connect|"
     "unable to connect|no answer|not available|not running|doesn t respond|doesn t answer|"
     "isn t responding|isn t answering|won t load|refuses connections|vanished|knocked out|disappeared|"
     "crashes|crashing|no response|stopped replying|not replying|stopped answering|unreachable|"
     "failing to respond|silent|stopped entirely|completely stopped|not up|is up|won t start|went dark|"
     "gone dark|blackout|broke down|goes down|went down|lost contact|ping|can t be reached|"
     "cannot be reached|can t get in|can get in|gets in|nothing works|nothing loads|cut off|out of order|"
     "not loading|doesn t load|does not load|doesn t work|does not work|not working|isn t working|"
     "nothing happens|kaput|toast|inoperative|blank page|page is blank|not there|no longer there|"
     "no sign of life|connection refused|connections refused|collapsed|stone dead|belly up|downtime|"
     "stops responding|is gone|no service|doesn t open|does not open|won t open|can t open|cannot open|"
     "unable to open|can t access|cannot access|unable to access|unable to reach|lost access|locked out",
     "panne|en panne|injoignable|indisponible|hors service|ne répond pas|ne répond plus|ne répondent plus|"
     "tombé|tombée|à terre|planté|plante|inaccessible|ne marche plus|ne fonctionne plus|coupure|mort|"
     "disparu|muet|ne répond|ne marche|ne fonctionne|ne répondent|pas accessible|plus accessible|"
     "plus de réponse|aucune réponse|impossible de joindre|impossible de se connecter|ne charge|"
     "s est arrêté|effondré|tombe|planter|écroulé|absent|absente|ne répond rien|ne réagit|ne réagit plus|"
     "plus joignable|ne démarre pas|ne s ouvre pas|black out|hors d usage|ne donne plus signe|"
     "perdu le contact|rien ne marche|rien ne répond|rien ne fonctionne|plus rien ne|en rade|en carafe|hs|"
     "kaput|crashé|down|ne s affiche plus|à l arrêt|ne charge plus|n est plus là|n arrive à se connecter|"
     "connexion refusée|connexions refusées|page blanche|effondrée|écroulée|plus de service|"
     "dans les choux|par terre|interruption|ne bouge plus|aucun signe de vie|rend l âme|ne tourne plus|"
     "arrêt brutal|joindre l|joindre le|plus du tout|moyen de joindre|peut plus joindre|peuvent plus joindre|n arrive "
     "plus à ouvrir|"
     "n arrivent plus à ouvrir|n arrivent plus à se connecter|plus d accès|perdu l accès"},
    {"slow",
     "slow|slowly|slower|sluggish|latency|lag|laggy|delay|takes too long|takes ages|takes forever|"
     "too long|wait|waiting|response time|speed|fast|faster|performance|p95|percentile|quick|seconds|"
     "unbearably|snail|laggy|loading|takes a while|drags|lagging|speed up|quicker|seconds to answer|"
     "high latency|slowness|crawl|crawls|crawling|ages|forever|stalls|keeps loading|spinning|dragging|"
     "sluggishness|snappy|instant|instantly|minutes to answer|minutes to reply|slows|slowed|long time|"
     "so long|poor performance|tedious|hours|high response time|response times|longer|taking longer|"
     "takes longer|half a minute|minute to",
     "lent|lente|lentement|lenteur|latence|traîne|rame|ramer|délai|met trop de temps|trop de temps|"
     "trop longtemps|attente|attendre|temps de réponse|vitesse|rapide|accélérer|performance|centile|"
     "patienter|secondes|long à répondre|tarde|patiente|met longtemps|mouline|plus vite|vitesse|lents|"
     "lentes|secondes pour répondre|ralenti|ralentit|ralentissement|éternité|prend du temps|mou|molle|"
     "plombes|interminable|poussif|escargot|tortue|sans fin|des heures|longues à|longs à|autant de temps|"
     "tellement de temps|des minutes|longue|ralentie|saccade|lambine|pas vite|plus lent|plus lente|"
     "plus lentes|temps de réponse élevé|poireauter|poireaute|trop lent|trop lente|plus longtemps|"
     "une minute|s impatientent|trop long"},
    {"error",
     "error|errors|failure|failures|failing|failed|fail|fails|fault|4xx|5xx|500|502|503|exception|broken|"
     "wrong|bug|rejected|refused|go wrong|goes wrong|status code|error code|unsuccessful|incorrect|"
     "malfunction|failed requests|went wrong|mistake|problem|problems|breaks|glitch|glitches|500s|502s|"
     "503s|error message|error messages|refuse|refuses|something went wrong|erroring|refusing|denied|"
     "errored|bad gateway|internal server error|keeps failing|every now and then|intermittent|"
     "intermittently|some requests|bugs|http errors|unlucky|unusual number|spate of",
     "erreur|erreurs|échec|échoue|échouent|échouer|défaut|4xx|5xx|500|502|503|exception|cassé|bogue|bug|"
     "rejeté|refusé|plantage|incident|code d erreur|en erreur|échecs|échoué|échouées|dysfonctionnement|"
     "plante|anomalie|faute|message d erreur|messages d erreur|ratent|ratés|bugue|pépin|pépins|refusée|"
     "refusées|clochent|foire|erreur http|erreurs http|de temps en temps|une fois sur deux|un sur deux|"
     "un sur trois|sur trois|sur cinq|par moments|interne du serveur|bugs|rejetée|rejetées|en échec|"
     "erronées|pic d erreurs|anormalement"},
    {"start",
     "start|starts|launch|run|running|boot|open|begin|getting started|bring up|spin up|first run|"
     "first time|try|turn on|power up|fire up|get going|startup|started|starting|boots|launched|launching|"
     "up again|back up|get started|reboot|rebooting|booting|come up|to get going|download|downloaded|"
     "newcomer|cloned|clone|git clone|after reboot|relaunch|restart everything|how to begin|starts up|"
     "refuses to start",
     "démarrer|démarre|démarrage|lancer|lance|lancement|ouvrir|commencer|mise en route|premier lancement|"
     "première fois|essayer|allumer|démarré|démarrée|lancé|lancée|mettre en marche|faire tourner|tourner|"
     "mettre en route|redémarrage|rallumer|relance|relancer|se lancer|télécharger|téléchargé|débuter|"
     "débutant|nouveau venu|cloné|cloner|après un redémarrage|relancer tout|remise en route|"
     "refuse de démarrer|démarre pas"},
    {"stop",
     "stop|shutdown|shut down|halt|quit|exit|terminate|kill|ctrl c|turn off|close|interrupt|abort|cancel|"
     "cancelled|pause|shutting down|switch off|bring down|stopping|stopped|turning off|switching off|"
     "end it|take down|switch it off|turn it off|turn everything off|switch everything off|"
     "shut everything|close down|wind down|turn it all",
     "arrêter|arrêt|arrête|stopper|éteindre|quitter|fermer|couper|ctrl c|interrompre|annuler|annulation|"
     "abandonner|mettre fin|tout fermer|arrêté|coupe|coupe tout|tout couper|extinction|éteins|éteint|"
     "débrancher|tout éteindre|tout arrêter|fermeture|couper le|coupe le|arrêtent"},
    {"install",
     "install|installation|setup|set up|deploy|deployment|prerequisite|requirement|package|packages|"
     "dependency|dependencies|apt|debian|missing|machine|compile|build|requirements|prerequisites|"
     "operating system|hardware|need to have|needs the machine|minimum|what hardware|how much memory",
     "installer|installation|mise en place|déployer|déploiement|prérequis|paquet|paquets|dépendance|"
     "dépendances|apt|debian|manquant|manque|machine|compiler|compilation|système d exploitation|"
     "exigences|pré requis|matériel|machine louée|minimum|configuration requise"},
    {"configure",
     "configure|configuration|setting|settings|option|options|variable|variables|environment|parameter|"
     "flag|customise|customize|adjust|env|configured|change the|config|preference|preferences|override|"
     "default|defaults|raise|increase|tweak|change where|change which|set the|knob|knobs|switch between|"
     "set up the|modify|alter|settings file",
     "configurer|configuration|réglage|réglages|régler|option|options|variable|variables|environnement|"
     "paramètre|paramètres|paramétrer|personnaliser|ajuster|configuré|modifier|préférences|défaut|"
     "par défaut|config|augmenter|baisser|allonger|changer le|changer la|modifie|régle|bouton|réglable|"
     "fichier de configuration|changer les|choisir le|fixer le"},
    {"port", "port|ports|address|addresses|listen|listener|bind|url|endpoint",
     "port|ports|adresse|adresses|écoute|écouter|url"},
    {"busy",
     "busy|in use|already in use|taken|occupied|conflict|already used|clash|port conflict|occupying|"
     "someone else uses|address already|port is taken|port in use",
     "occupé|déjà utilisé|déjà pris|déjà pris par|conflit|occupe|port pris|utilise déjà|adresse déjà|"
     "port occupé|occupe le port"},
    {"document",
     "document|documents|file|files|page|pages|text|knowledge|corpus|manual|notes|wiki|runbook|runbooks|"
     "markdown|documentation|procedure|procedures|guide|pdf|articles|content|manuals|material|materials|"
     "folder of|txt|handbook|handbooks|policy|policies|sops|instructions manual|knowledge base",
     "document|documents|fichier|fichiers|page|pages|texte|connaissances|corpus|manuel|notes|wiki|fiche|"
     "fiches|markdown|documentation|procédure|procédures|guide|pdf|articles|contenu|manuels|contenus|"
     "notices|notice|base de connaissances|mode d emploi|règlement|consignes internes|classeur"},
    {"add",
     "add|upload|import|ingest|feed|teach|index|insert|supply|load|put in|learn|own documents|adding|"
     "added|uploading|uploaded|imported|ingestion|include my|give it|train|show it|ingesting|importing|"
     "push|send in|onboard|new version|newer version|read my|know about|knows about|can t find my|"
     "knows nothing about|read our|digest|absorb|provide",
     "ajouter|ajout|téléverser|importer|verser|ingérer|indexer|alimenter|apprendre|charger|déposer|"
     "nourrir|fournir|ajouté|ajoutés|importé|téléversement|versé|indexation|donner au bot|"
     "entraîner le bot|faire connaître|intégrer|pousser|envoyer un document|alimente|avaler|faire avaler|"
     "nouvelle version|lui apprendre|lui donner|tenir compte de|mémoriser|assimiler|prendre en compte|"
     "ajoute|ajoutes|connaisse|digérer"},
    {"delete",
     "delete|deletion|remove|erase|erasure|forget|purge|clean|wipe|drop|get rid|deleting|deleted|removed|"
     "removing|erased|outdated|obsolete|discard|throw away|what can go|delete old|take out|take that out|"
     "unlearn|clear out",
     "supprimer|suppression|effacer|effacement|oublier|purger|retirer|enlever|nettoyer|détruire|supprimé|"
     "effacé|retiré|périmé|obsolète|jeter|se débarrasser|virer|supprimer les|faire disparaître|"
     "désapprendre|balayer|vider"},
    {"storage",
     "data|database|postgres|postgresql|stored|store|storage|saved|save|persist|kept|live|lives|directory|"
     "folder|disk|table|sql|cluster|located|where is|hard drive|hard disk|file system|stores|kept on|"
     "hard drive|folders|path|saved on disk|files on disk",
     "données|base de données|base|postgres|postgresql|stocké|stockées|stockage|enregistré|enregistrées|"
     "sauvé|conservé|conservées|répertoire|dossier|disque|sql|rangé|rangées|grappe|hébergé|disque dur|"
     "où est|où sont|où se trouve|où se trouvent|enregistrer|stocker|gardées|"
     "chemin|dossiers|sauvées|emplacement|emplacements"},
    {"backup",
     "backup|backups|back up|dump|restore|recover|recovery|snapshot|copy|pg_dump|migrate|move|backing up|"
     "restoring|safe copy|disaster|lose|lost|archive|rescue|migrating|another machine|new machine|"
     "another computer|take along|transfer|laptop|new laptop|new computer|bring back|get back|salvage|"
     "recovering|copies|reinstall|lose everything|everything is lost|lose my|lose all|data loss|dies|"
     "dead disk|duplicate|export",
     "sauvegarde|sauvegardes|sauvegarder|restaurer|restauration|récupérer|copie|copier|pg_dump|migrer|"
     "déménager|à l abri|perdre|perdu|archive|archiver|migration|autre machine|autre ordinateur|"
     "nouvelle machine|nouveau serveur|emporter|transférer|nouvel ordinateur|nouveau pc|"
     "changer d ordinateur|copie de secours|cramé|retrouver mes|réinstaller|perds tout|tout perdre|"
     "perdre mes|perte|dupliquer|exporter|export|cloner les données|sinistre|à l identique"},
    {"retention",
     "retention|keep|kept|how long|expire|expiry|days|history|old|age|lifetime|how far back|stay|stays|"
     "stored for|forever|duration|period|kept for|"
     "retained|retain|keeps|how many days|how far|weeks|months",
     "rétention|conservation|conserver|garder|gardé|combien de temps|durée|expiration|expirer|jours|"
     "historique|ancien|anciennes|vieux|jusqu à quand|pendant combien|pour toujours|période|gardées|"
     "conservées|remonter|"
     "semaines|mois|conservés|conservé|gardés"},
    {"privacy",
     "privacy|private|confidential|personal|leak|leave|gdpr|sent|third party|telemetry|outside|share|"
     "secret|sensitive|spy|spying|tracking|track|cloud|anonymous|phone home|see what i|read what i|"
     "confidentiality|transmitted|leaves|internet|third parties|shared|sharing|discloses|disclosed|"
     "exfiltrate|eavesdrop|snoop|snooping|see my questions|who reads|readable|readable by|abroad|overseas|"
     "america|sees|sent to some|sent anywhere|sell|tell anyone|data protection|my questions",
     "vie privée|privé|privée|confidentiel|confidentialité|personnel|personnelles|fuite|rgpd|envoyé|"
     "envoyées|tiers|télémétrie|extérieur|partager|secret|dehors|sortent|sensible|sensibles|espion|"
     "espionner|cloud|nuage|anonyme|confidentielles|transmis|transmises|internet|sort|sortir|lire ce que|"
     "quitte|quitter|quittent|tierces personnes|divulgué|divulguées|partagé|partagées|communiqué|espionne|"
     "espionnage|lire mes|lisent|peut lire|fuiter|américain|américains|états unis|indiscret|à l étranger|"
     "envoyées quelque part|revendre|mes questions|mes données|protection des données|voir mes|voit mes"},
    {"security",
     "security|secure|key|keys|password|token|authentication|authenticate|authorise|authorize|access|"
     "credential|loopback|localhost|expose|exposed|protect|attack|https|tls|hacker|secured|permission|"
     "permissions|login|log in|firewall|safe|public|publicly|reach from outside|other machines|network|"
     "outsiders|origin|cors|host|lan|intranet|wifi|colleagues|other computers|other people|anybody|"
     "query the|outsider|stranger|strangers|intruder|break in|hacked|hack|coworker|coworkers|colleague|"
     "next desk|unauthorised|unauthorized|anyone else|somebody else|safe with|encrypted|encryption",
     "sécurité|sécuriser|clé|clés|clef|mot de passe|jeton|authentification|authentifier|autoriser|accès|"
     "loopback|localhost|exposer|exposé|protéger|attaque|https|tls|pirate|boucle locale|permission|"
     "permissions|pare feu|sûr|public|publiquement|réseau|autre machine|autres machines|accéder|étranger|"
     "connexion|origine|réseau local|intranet|wifi|collègues|autres ordinateurs|autres personnes|"
     "n importe qui|pirater|piratage|intrus|inconnu|intrusion|collègue|du dehors|de l extérieur|"
     "quelqu un d autre|qui d autre|non autorisé|chiffré|chiffrement|en sûreté|sécurisé|sécurisée"},
    {"model",
     "model|models|llm|ai|language model|gpt|openai|provider|ollama|llama|vllm|mistral|generative|"
     "inference|upstream|compatible|gpt 4|chatgpt|claude|gemini|qwen|deepseek|local model|own ai|"
     "language models|generate|generated|llm server|backend|engine|more natural|smarter|gpu|"
     "copied word for word|copies sentences|copying sentences|own words|gpt 5|phi|gemma|huggingface|"
     "hugging face|api key from|own llm|another ai|different ai|local ai|built in model",
     "modèle|modèles|llm|ia|modèle de langage|modèle de langue|gpt|openai|fournisseur|ollama|llama|vllm|"
     "mistral|génératif|inférence|amont|compatible|chatgpt|claude|gemini|qwen|deepseek|modèle local|"
     "générer|générées|moteur|intelligence artificielle|plus naturel|plus naturelles|plus intelligent|gpu|"
     "carte graphique|mot pour mot|recopie|recopiées|gemma|huggingface|autre ia|une autre ia|ia locale|"
     "propre ia|modèle fourni|modèle gratuit|mon llm"},
    {"connect",
     "connect|connection|plug|plug in|hook|hook up|wire|link|attach|own model|point at|switch|replace|"
     "integrate|use my own|connecting|set to use|configure a|use another|use a different|bring my own|"
     "instead of the built|swap",
     "brancher|branchement|connecter|connexion|relier|raccorder|mon propre|propre modèle|changer|"
     "remplacer|utiliser|intégrer|branche|brancher un|connecter un|mettre un autre|apporter mon|"
     "à la place du|autre modèle|passer à|basculer"},
    {"alert",
     "alert|alerts|alerting|alarm|alarms|notification|notifications|notify|fire|fires|firing|fired|warn|"
     "warning|rule|threshold|triggered|goes off|rings|severity|pager|alerted|alarms go|trigger|triggers|"
     "condition|conditions|beep|thresholds|informed|be told|page me|paged|pages me|pages us|wakes|woken|"
     "sms|text message|rang|ring|alarm clock|severities|at night|overnight|warned|notified|criticals|"
     "warnings",
     "alerte|alertes|alarme|alarmes|notification|notifications|avertir|avertissement|se déclenche|"
     "déclenche|déclencher|règle|règles|seuil|seuils|sonne|gravité|prévenir|prévenu|critique|déclenchent|"
     "alerter|avertis|averti|condition|conditions|informé|être prévenu|déclenchement|réveille|réveillé|"
     "réveiller|sms|bipe|sonner|sonné|la nuit|en pleine nuit|prévenus|notifié|notifiés|avertissements|"
     "gravités"},
    {"dashboard",
     "dashboard|dashboards|chart|charts|graph|graphs|panel|panels|curve|plot|visualise|visualize|gauge|"
     "line|screen|monitor|graphs|diagram|diagrams|display|displays|widgets|visualisation|visualization|"
     "refresh|refreshed|updated|grey|gray|blank|axis|box|boxes|red line|dashed line|colour|colours|tv|"
     "wall screen|big screen|monitoring page|gap|curves|flat|flat line|hole|spike on|no traffic|tile|"
     "tiles|widget",
     "tableau de bord|tableaux de bord|tableau|graphique|graphiques|graphe|courbe|courbes|panneau|"
     "panneaux|visualiser|jauge|écran|surveiller|diagramme|diagrammes|afficher|affiche|visualisation|"
     "rafraîchi|rafraîchies|actualisé|actualisées|gris|grisé|vide|vides|écran mural|ligne rouge|pointillé|"
     "pointillés|couleur|couleurs|case|cases|télé|grand écran|page de surveillance|trou|dessin|plate|"
     "courbe plate|cadran|cadrans|tuile|vignette|sans données|no traffic|creux"},
    {"metric",
     "metric|metrics|measure|measured|counter|histogram|series|prometheus|promql|scrape|number|figures|"
     "statistics|rate|measurements|measurement|statistic|numbers|exposed|exporter|exporters|query|"
     "monitored|telemetry|count|counted|counts|how many questions|look back|per endpoint|gauge|gauges|"
     "prometheus query|quantity|figure",
     "métrique|métriques|mesure|mesures|mesurer|compteur|compteurs|histogramme|série|séries|prometheus|"
     "promql|collecte|relevé|chiffre|chiffres|statistiques|taux|indicateur|indicateurs|relever|exposé|"
     "exposées|exportateur|exportateurs|grandeur|grandeurs|nombres|compter|compté|comptée|comptées|"
     "combien de questions|par point d accès|requête prometheus|quantité|quantités|jauges"},
    {"log",
     "log|logs|logging|trace|journal|verbose|debug|stderr|output|log level|message|log file|log files|"
     "logfile|details|detail|events|record|records|print|request id|what happened|blew up|happened|"
     "single request|traces|crash report|what the server is|too quiet|print more|chatty|less noise|noisy|"
     "log line|log lines|tail|grep|stdout",
     "journal|journaux|journalisation|log|logs|trace|traces|verbeux|débogage|niveau de détail|stderr|"
     "sortie|fichier journal|fichiers journaux|détails|détaillé|détaillées|détaillés|événements|consigner|"
     "afficher plus|identifiant de requête|ce qui s est passé|que s est il passé|s est passé|retracer|"
     "suivre une requête|raconte|trop bavard|bavarde|trop silencieux|lignes de journal|ligne de journal|"
     "historique des événements|stdout"},
    {"cost",
     "cost|costs|price|money|spend|spending|budget|bill|expensive|cheap|dollar|dollars|usd|pay|paying|"
     "charge|charges|financial|consumption|consume|burn|how much does it|cents|euros|bills",
     "coût|coûts|coûte|prix|argent|dépense|dépenser|budget|facture|cher|dollar|dollars|usd|payer|"
     "consommation|consommer|financier|payant|frais|combien ça coûte|euros|centimes|revient à"},
    {"answer", "answer|answers|answered|reply|replies|respond|response|responses|say|tell",
     "réponse|réponses|répondre|répond|réplique|dire"},
    {"question", "question|questions|ask|asks|asking|prompt",
     "question|questions|demander|demande|poser|interroger|invite"},
    {"citation",
     "citation|citations|cite|cites|cited|source|sources|reference|references|passage|passages|evidence|"
     "trust|come from|comes from|came from|proof|verify|bracket|footnote|made up|hallucinate|quoted|quote|"
     "quotes|square brackets|numbers in brackets|where does the|from where|reliable|truth|true|grounded|"
     "back up a claim|origin of|believe|lie|lies|lying|invent|invents|make stuff up|make things up|"
     "makes things up|making things up|fabricate|list of titles|taken from|based on|backs up|where it got|"
     "got that from|claim|claims|statement|statements|fact check|justify|justification",
     "citation|citations|cite|citer|citée|source|sources|référence|références|passage|passages|preuve|"
     "vérifier|vient|viennent|provient|provenance|crochet|note|inventé|halluciner|confiance|crochets|"
     "numéros|chiffres entre|d où vient|d où viennent|fiable|vrai|vérité|origine|cite ses sources|appuie|"
     "repose|croire|ment|mentir|invente|inventer|n importe quoi|bidon|se fier|liste de titres|tiré de|"
     "tirée|tirées|s appuie|se base|basé sur|affirmation|affirmations|justifier|d après quoi|extraits"},
    {"search",
     "search|find|retrieve|retrieval|lookup|look up|vector|lexical|hybrid|bm25|faiss|embedding|embeddings|"
     "similarity|ranking|relevance|relevant|index|searches|searching|found|not found|keyword|keywords|"
     "semantic|semantically|lookups|score|scores|rank|ranked|matches|matching|nearest|wrong paragraph|"
     "unrelated|picks|chooses|nothing to do with|overlooks|wrong page",
     "rechercher|recherche|chercher|trouver|trouve|vecteur|vectoriel|vectorielle|lexical|lexicale|hybride|"
     "bm25|faiss|plongement|plongements|similarité|classement|pertinence|pertinent|index|mot clé|"
     "mots clés|sémantique|score|scores|classer|correspondances|retrouver|retrouvé|trouvé|trouvés|choisit|"
     "rien à voir|mauvais paragraphe|sans rapport|morceaux de texte|passe à côté|mauvaise page"},
    {"drill",
     "drill|drills|exercise|rehearse|rehearsal|simulate|simulation|practice|practise|fire drill|fake|"
     "dry run|injected fault|train|training|trial run|game day|rehearsing|provoke|on purpose|pretend|"
     "mock incident|chaos|break things|break something|for real|practicing|practising|simulated|"
     "simulating|rehearsed|safe way to|test our|reaction|fire drills|hurting anyone|rehearse a|try out an|"
     "practice run",
     "exercice|exercices|répétition|répéter|simuler|simulation|entraînement|entraîner|s'entraîner|faux|"
     "fausse|à blanc|entraîne|jeu de rôle|provoquer|exprès|volontairement|faire semblant|s exercer|"
     "exercer|incident fictif|chaos|pour de faux|pour de vrai|mise en situation|casser exprès|simulacre|"
     "faux incident|fausse panne|sans danger|tester notre|réactions|réagit bien|s entraine|entrainer|"
     "entrainement|entraine|à l essai"},
    {"escalate",
     "escalate|escalation|call|contact|on call|wake|who|team|hand over|ask for help|help|involve|"
     "responsible|colleague|management|manager|get help|whom|next level|when to call|phone|emergency|"
     "reach someone|at my wits end|emergency number",
     "escalader|escalade|remonter|appeler|contacter|astreinte|réveiller|équipe|passer la main|aide|"
     "qui prévenir|impliquer|responsable|collègue|hiérarchie|chef|niveau suivant|à qui|quand appeler|"
     "prévenir quelqu un|téléphoner|urgence|joindre quelqu un|à l aide|au secours"},
    {"memory", "memory|ram|rss|oom|leak|swap", "mémoire|ram|rss|swap|vive"},
    {"cpu", "cpu|processor|core|cores|load", "cpu|processeur|cœur|cœurs|charge"},
    {"disk",
     "disk|space|full|storage|filesystem|partition|disk is full|out of space|fill up|fills|running out|"
     "gigabytes|nearly full|almost full|no space|gigabyte|storage space|free up|make room",
     "disque|espace|plein|stockage|système de fichiers|partition|saturé|disque est plein|disque plein|"
     "presque plein|remplit|remplir|manque de place|place|gigaoctets|presque saturé|faire de la place|"
     "libérer|plus de place|octets|déborde|volumineux"},
    {"chat",
     "chat|bot|chatbot|assistant|conversation|conversations|talk|dialogue|message|messages|thread|"
     "discussion|chatting|conversing|dialog|agent|talking|dialogues|replying|bots|the bot|"
     "yesterday s chat|chats",
     "chat|bot|robot|chatbot|assistant|conversation|conversations|parler|discuter|dialogue|message|"
     "messages|fil|discussion|échange|bavarder|agent|échanges|dialoguer|causer|le bot|discussions|"
     "conversation d hier"},
    {"offline", "offline|no internet|without internet|without network|air gapped|disconnected|network|no key|internet",
     "hors ligne|sans internet|sans réseau|déconnecté|réseau|sans clé|internet"},
    {"headless",
     "headless|no display|without a display|without display|no screen|remote|ssh|terminal|command line|"
     "server only|without a screen|gui|graphical|display|monitor|screenless|without monitor|no monitor|"
     "server without|over ssh|remotely|cloud server|without graphics|console less|no gui|without a gui",
     "headless|sans écran|sans affichage|sans interface|distant|ssh|terminal|ligne de commande|graphique|"
     "affichage|serveur seul|moniteur|sans moniteur|à distance|sans graphique|serveur nu|en ssh|mode texte"},
    {"resolved",
     "resolved|resolve|recovered|over|finished|back to normal|ended|solved|healthy again|closed|all clear|"
     "fixed|cleared|is it over|healthy|recover|recovers|ended|all good|under control|no longer a problem|"
     "back up again|normal again|how do i know it s over|it is over",
     "résolu|résolue|rétabli|rétablie|terminé|terminée|fini|revenu à la normale|retour à la normale|clos|"
     "close|guéri|réglé|passé|est ce fini|terminer|sain|guérie|tout va bien|rentré dans l ordre|"
     "sous contrôle|finie|c est bon|c est fini|c est passé|c est réglé"},
    {"diagnose",
     "diagnose|diagnosis|cause|causes|reason|investigate|find out|root cause|troubleshoot|troubleshooting|"
     "debug|check|doctor|problem|trouble|issue|analyse|analyze|figure out|determine|what is wrong|"
     "what s wrong|explanation|locate|pinpoint|narrow down|blame|bottleneck|at fault|to blame|whose fault|"
     "culprit|who is to blame|what s going on|what is going on|comes from",
     "diagnostic|diagnostiquer|cause|causes|raison|enquêter|comprendre|cause racine|dépannage|dépanner|"
     "vérifier|problème|souci|doctor|ennui|analyser|déterminer|qu est ce qui cloche|expliquer|explication|"
     "localiser|goulot|en cause|responsable de|pourquoi|d où ça vient|d où vient|la faute|coupable|fautif|"
     "ce qui cloche|ce qui ne va pas|origine du problème"},
    {"fix",
     "fix|repair|remedy|remedies|solve|workaround|solution|cure|restart|mitigate|restore|resolve|solving|"
     "help against|make it work|get it working|recovering|repairing|fixes",
     "réparer|réparation|remède|remèdes|résoudre|contournement|solution|corriger|redémarrer|relancer|"
     "rétablir|résolution|faire marcher|remettre|remettre en marche|réparé|régler|remédier"},
    {"steps",
     "step|steps|first|procedure|do first|runbook|instructions|checklist|action|actions|react|"
     "where do i begin|where to start|what to do|do now|handle|respond to|deal with|guide me|first thing|"
     "immediately|measures|"
     "what do i do|what do we do|what should i do|what should we do|should i do|do i do|what must i|what can i do|what "
     "now|how do i react|how to react",
     "étape|étapes|premier|première|procédure|d'abord|fiche|consigne|consignes|instructions|"
     "marche à suivre|réagir|geste|gestes|réflexe|par quoi commencer|que faire|quoi faire|"
     "par où commencer|traiter|gérer|tout de suite|immédiatement|premier geste|mesures à prendre|"
     "que dois je faire|que doit on faire|que puis je faire|comment réagir|que faut il faire"},
    {"database", "database|databases|postgres|postgresql|db|sql",
     "base de données|bases de données|bdd|postgres|postgresql|db|sql"},
    {"compose", "docker|compose|container|containers|image|kubernetes",
     "docker|compose|conteneur|conteneurs|image|kubernetes"},
    {"grafana", "grafana", "grafana"},
    {"discord", "discord|webhook|channel|messenger|team chat|our chat|group chat|pop up",
     "discord|webhook|salon|messagerie|discussion de l équipe|messagerie d équipe"},
    {"console", "console|desktop|window|app|application|interface|program",
     "console|bureau|fenêtre|appli|application|interface|programme"},
    {"language", "language|french|english|translate|bilingual", "langue|français|anglais|traduire|bilingue"},
    {"overview",
     "overview|purpose|introduction|architecture|parts|components|product|vigie|what is|what are|about|"
     "explain what|what does it do|good for|introduce|summary|concept|made of|technology|technologies|"
     "stack|programs|open source|licence|license|the purpose|intended for|aim|software|who is it for|"
     "component|made up|big picture|at a glance|what exactly|actually is|in a nutshell|what this thing|"
     "what is this|what this is|two sentences|elevator pitch|sum up|summarise|summarize|project|describe|"
     "description|short description|introduction to|explain vigie|new here|tour",
     "présentation|aperçu|but|introduction|architecture|parties|composants|produit|vigie|qu'est ce|sert|"
     "à quoi sert|résumé|expliquer ce que|à quoi ça sert|à quoi sert|composé|technologie|technologies|"
     "programmes|logiciel libre|licence|fait pour|c est quoi|le but|logiciel|destiné à|pour qui|objectif|"
     "composant|vue d ensemble|ensemble du|en gros|en deux mots|en bref|ce truc|ce machin|au juste|"
     "deux phrases|logiciel qui sert|résumer|résume|résumez|projet|décrire|décris|décrivez|présente moi|"
     "présenter|présentez|explique moi|c est quoi vigie|qu est ce que vigie"},
    {"feedback", "feedback|rating|thumbs|rate|vote|correction|evaluation|quality",
     "retour|note|noter|pouce|avis|vote|correction|évaluation|qualité"},
    {"api",
     "api|http|rest|curl|request|requests|route|routes|json|client|sdk|program|python|javascript|library|"
     "sdks|endpoint|endpoints|programmatically|integration|integrate|script|developers|developer|"
     "websocket|post|get|website|web site|our site|java|node|golang|php|embed|integrators|status codes|"
     "our own app|programmatic|programming|http call|call it from|shell script|go client|load balancer|"
     "health check|http status",
     "api|http|rest|curl|requête|requêtes|route|routes|json|client|sdk|python|javascript|bibliothèque|"
     "script|scripts|par programme|intégration|développeur|développeurs|websocket|point d accès|code|"
     "site web|notre site|mon site|java|php|node|golang|intégrateur|codes http|code http|maison|"
     "programmatiquement|appel http|répartiteur|contrôle de santé|statut http|en code|coder"},
    {"traffic",
     "traffic|load|throughput|rps|requests per second|busy|volume|users|overload|overloaded|many users|"
     "requests a second|spike|surge|peak|heavy|"
     "requests per|how many requests|visits|visitors|usage",
     "trafic|charge|débit|requêtes par seconde|volume|utilisateurs|affluence|surcharge|surchargé|"
     "beaucoup d utilisateurs|pic|afflux|pointe|"
     "combien de requêtes|requêtes arrivent|visites|visiteurs"},
    {"test", "test|tests|testing|bench|benchmark", "test|tests|tester|banc|mesure"},
    {"limit", "limit|limits|rate limit|quota|429|throttle|throttled|too many",
     "limite|limites|quota|429|bridage|trop de requêtes"},
    {"timeout",
     "timeout|timeouts|timed out|time out|deadline|504|hang|hangs|hung|stuck|freeze|frozen|"
     "takes too long to|unanswered|time limit|waits forever|maximum time|time allowed|give up|cut off|"
     "runs out of time|cut short|aborted|no reply in time|in time|too late",
     "timeout|délai dépassé|expiration|échéance|504|bloqué|bloquée|fige|figé|gelé|suspendu|coincé|"
     "sans réponse|limite de temps|n aboutit pas|temps maximal|temps maximum|temps accordé|abandonne|"
     "à temps|trop tard|coupée en plein|interrompue"},
});

constexpr std::size_t kLongestPhrase = 4;

struct Table {
  /// Phrases by folded words, by English stems and by French stems; the parts are joined with a space.
  std::unordered_map<std::string, std::vector<std::uint64_t>> folded, english, french;
  std::unordered_map<std::string, int> language;
};

Table buildTable() {
  Table table;
  const auto addTo = [](auto& map, const std::string& phrase, std::uint64_t key) {
    auto& keys = map[phrase];
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  const auto read = [&](std::string_view list, std::uint64_t key, bool isEnglish) {
    while (!list.empty()) {
      const auto bar = list.find('|');
      std::string asFolded;
      std::string asStems;
      for (const auto& word : words(list.substr(0, bar))) {
        if (word.whole) continue;
        if (!asFolded.empty()) {
          asFolded += ' ';
          asStems += ' ';
        }
        asFolded += word.folded;
        asStems += isEnglish ? stemEnglish(word.folded) : stemFrench(word.folded);
      }
      addTo(table.folded, asFolded, key);
      addTo(isEnglish ? table.english : table.french, asStems, key);
      if (asFolded.find(' ') == std::string::npos) {
        auto& vote = table.language[asFolded];
        vote |= isEnglish ? 1 : 2;
      }
      list = bar == std::string_view::npos ? std::string_view{} : list.substr(bar + 1);
    }
  };
  for (const auto& entry : kConcepts) {
    const auto key = stableHash(entry.name, 3);
    read(entry.english, key, true);
    read(entry.french, key, false);
  }
  return table;
}

const Table& table() {
  static const Table kTable = buildTable();
  return kTable;
}

}  // namespace

ConceptMatch matchConcept(std::span<const ConceptWord> words) {
  const auto& known = table();
  ConceptMatch match;
  std::string folded;
  std::string english;
  std::string french;
  const auto look = [&](const auto& map, const std::string& phrase, std::size_t length) {
    if (phrase.empty()) return;
    const auto found = map.find(phrase);
    if (found == map.end()) return;
    if (match.words < length) match.keys.clear();
    match.words = length;
    for (const auto key : found->second) {
      if (std::find(match.keys.begin(), match.keys.end(), key) == match.keys.end()) match.keys.push_back(key);
    }
  };
  for (std::size_t i = 0; i < std::min(words.size(), kLongestPhrase); ++i) {
    const auto extend = [&](std::string& phrase, std::string_view word) {
      if (word.empty() || (i > 0 && phrase.empty())) return phrase.clear();
      if (i > 0) phrase += ' ';
      phrase += word;
    };
    extend(folded, words[i].folded);
    extend(english, words[i].english);
    extend(french, words[i].french);
    look(known.folded, folded, i + 1);
    look(known.english, english, i + 1);
    look(known.french, french, i + 1);
  }
  return match;
}

int conceptLanguage(std::string_view folded) noexcept {
  const auto& votes = table().language;
  const auto found = votes.find(std::string(folded));
  if (found == votes.end() || found->second == 3) return 0;
  return found->second == 1 ? 1 : -1;
}

}  // namespace vigie::text
