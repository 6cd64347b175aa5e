<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>AlertItem</name>
    <message>
        <source>cannot be evaluated</source>
        <translation>impossible à évaluer</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>calme</translation>
    </message>
    <message>
        <source>silenced until %1</source>
        <translation>en silence jusqu’à %1</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>en silence</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>active</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>firing for %1</source>
        <translation>active depuis %1</translation>
    </message>
    <message>
        <source>pending for %1</source>
        <translation>en attente depuis %1</translation>
    </message>
    <message>
        <source>waits for Discord</source>
        <translation>attend Discord</translation>
    </message>
    <message>
        <source>posted</source>
        <translation>envoyé</translation>
    </message>
    <message>
        <source>kept here only</source>
        <translation>gardé ici seulement</translation>
    </message>
    <message>
        <source>repeated, not told</source>
        <translation>répété, non envoyé</translation>
    </message>
    <message>
        <source>refused by Discord</source>
        <translation>refusé par Discord</translation>
    </message>
    <message>
        <source>Discord asked to wait</source>
        <translation>Discord a demandé d’attendre</translation>
    </message>
    <message>
        <source>Discord had a fault of its own</source>
        <translation>Discord a eu une panne de son côté</translation>
    </message>
    <message>
        <source>Discord could not be reached</source>
        <translation>Discord n’a pas pu être joint</translation>
    </message>
    <message>
        <source>Discord does not accept the webhook: make a new one</source>
        <translation>Discord n’accepte pas le webhook&#x202f;: créez-en un autre</translation>
    </message>
    <message>
        <source>Discord does not accept the message</source>
        <translation>Discord n’accepte pas le message</translation>
    </message>
    <message>
        <source>tried %1 times</source>
        <translation>%1 essais</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>résolue</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>critique</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>info</source>
        <translation>information</translation>
    </message>
</context>
<context>
    <name>ChartWalk</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>au-dessus de %1</translation>
    </message>
</context>
<context>
    <name>ChatTurn</name>
    <message>
        <source>The model called tools:</source>
        <translation>Le modèle a appelé des outils&#x202f;:</translation>
    </message>
</context>
<context>
    <name>DiscordText</name>
    <message>
        <source>%1 ago</source>
        <translation>il y a %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>dans %1</translation>
    </message>
    <message>
        <source>role</source>
        <translation>rôle</translation>
    </message>
    <message>
        <source>user</source>
        <translation>utilisateur</translation>
    </message>
</context>
<context>
    <name>DrillLeg</name>
    <message>
        <source>Fault</source>
        <translation>Panne</translation>
    </message>
    <message>
        <source>Metric moved</source>
        <translation>Métrique modifiée</translation>
    </message>
    <message>
        <source>Alert pending</source>
        <translation>Alerte en attente</translation>
    </message>
    <message>
        <source>Alert firing</source>
        <translation>Alerte active</translation>
    </message>
    <message>
        <source>Message delivered</source>
        <translation>Message remis</translation>
    </message>
    <message>
        <source>Acknowledged by a silence</source>
        <translation>Acquittée par un silence</translation>
    </message>
    <message>
        <source>Service recovered</source>
        <translation>Service rétabli</translation>
    </message>
    <message>
        <source>Alert resolved</source>
        <translation>Alerte résolue</translation>
    </message>
    <message>
        <source>Resolve delivered</source>
        <translation>Résolution remise</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Not saved</source>
        <translation>Non enregistré</translation>
    </message>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>Impossible d’écrire le fichier&#x202f;: %1.</translation>
    </message>
</context>
<context>
    <name>answer</name>
    <message>
        <source>Only the first %1 of %2 series are shown. Aggregate them, or ask for the largest, for example with topk(20, …).</source>
        <translation>Seules les %1 premières séries sur %2 sont montrées. Agrégez-les, ou demandez les plus grandes, par exemple avec topk(20, …).</translation>
    </message>
    <message>
        <source>%1 samples were left out: their times do not rise.</source>
        <translation>%1 échantillons ont été écartés&#x202f;: leurs dates ne croissent pas.</translation>
    </message>
</context>
<context>
    <name>calc</name>
    <message>
        <source>Last *</source>
        <translation>Dernière *</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Dernière</translation>
    </message>
    <message>
        <source>First *</source>
        <translation>Première *</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Première</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Étendue</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>Accroissement</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Écart</translation>
    </message>
    <message>
        <source>Difference percent</source>
        <translation>Écart en pour cent</translation>
    </message>
    <message>
        <source>Min (above zero)</source>
        <translation>Min (au-dessus de zéro)</translation>
    </message>
    <message>
        <source>StdDev</source>
        <translation>Écart type</translation>
    </message>
    <message>
        <source>Variance</source>
        <translation>Variance</translation>
    </message>
    <message>
        <source>Distinct Count</source>
        <translation>Valeurs distinctes</translation>
    </message>
    <message>
        <source>Change Count</source>
        <translation>Changements</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>Toutes les valeurs</translation>
    </message>
    <message>
        <source>All unique values</source>
        <translation>Toutes les valeurs distinctes</translation>
    </message>
</context>
<context>
    <name>catalogue</name>
    <message>
        <source>The file cannot be read: %1.</source>
        <translation>Le fichier est illisible&#x202f;: %1.</translation>
    </message>
    <message>
        <source>The file is over 16 MiB: that is no dashboard.</source>
        <translation>Le fichier dépasse 16 Mio&#x202f;: ce n’est pas un tableau de bord.</translation>
    </message>
</context>
<context>
    <name>cellimage</name>
    <message>
        <source>image</source>
        <translation>image</translation>
    </message>
</context>
<context>
    <name>chart</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 à %2</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1, avant</translation>
    </message>
    <message>
        <source>no value then</source>
        <translation>rien alors</translation>
    </message>
    <message numerus="yes">
        <source>+ %n more</source>
        <translation>
            <numerusform>+ %n autre</numerusform>
            <numerusform>+ %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>Time range</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>The clipboard holds no time range. %1</source>
        <translation>Le presse-papiers ne contient pas de période. %1</translation>
    </message>
    <message>
        <source>Choose the time range</source>
        <translation>Choisir la période</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Dézoomer</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoomer</translation>
    </message>
    <message>
        <source>Earlier by half the range</source>
        <translation>Reculer d’une demi-période</translation>
    </message>
    <message>
        <source>Later by half the range</source>
        <translation>Avancer d’une demi-période</translation>
    </message>
    <message>
        <source>Hold the range where it is (absolute)</source>
        <translation>Figer la période (absolue)</translation>
    </message>
    <message>
        <source>Copy the time range</source>
        <translation>Copier la période</translation>
    </message>
    <message>
        <source>Paste a time range</source>
        <translation>Coller une période</translation>
    </message>
    <message>
        <source>Pause the refresh, or go on</source>
        <translation>Suspendre l’actualisation, ou la reprendre</translation>
    </message>
    <message>
        <source>Show times in UTC</source>
        <translation>Afficher les heures en UTC</translation>
    </message>
    <message>
        <source>Show local times</source>
        <translation>Afficher les heures locales</translation>
    </message>
    <message>
        <source>Compare with the period before</source>
        <translation>Comparer à la période précédente</translation>
    </message>
    <message>
        <source>Compare with the day before</source>
        <translation>Comparer à la veille</translation>
    </message>
    <message>
        <source>Compare with the week before</source>
        <translation>Comparer à la semaine précédente</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Ne plus comparer</translation>
    </message>
    <message>
        <source>Back to what was shown before</source>
        <translation>Revenir à ce qui était affiché avant</translation>
    </message>
    <message>
        <source>Forward to what was shown after</source>
        <translation>Aller à ce qui était affiché après</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <source>browser web link</source>
        <translation>navigateur web lien Grafana Prometheus</translation>
    </message>
    <message>
        <source>Time range copied</source>
        <translation>Période copiée</translation>
    </message>
    <message>
        <source>calendar zone timezone from to</source>
        <translation>calendrier fuseau horaire zone de à</translation>
    </message>
    <message>
        <source>zone timezone</source>
        <translation>fuseau horaire zone</translation>
    </message>
</context>
<context>
    <name>dashboardedit</name>
    <message>
        <source>The file was changed by another program since it was opened.</source>
        <translation>Un autre programme a modifié le fichier depuis son ouverture.</translation>
    </message>
    <message>
        <source>The file could not be written: %1. Save it elsewhere, or make room and try again.</source>
        <translation>Impossible d’écrire le fichier&#x202f;: %1. Enregistrez-le ailleurs, ou libérez de la place et réessayez.</translation>
    </message>
    <message>
        <source>There is nothing to import: open a file, or paste a dashboard&apos;s JSON or its address in Grafana.</source>
        <translation>Il n’y a rien à importer&#x202f;: ouvrez un fichier, ou collez le JSON d’un tableau de bord ou son adresse dans Grafana.</translation>
    </message>
</context>
<context>
    <name>dashboardlink</name>
    <message>
        <source>That is a short link: only the Grafana it comes from knows where it goes. Open it there and copy the address it becomes.</source>
        <translation>C’est un lien court&#x202f;: seul le Grafana dont il vient sait où il mène. Ouvrez-le là-bas et copiez l’adresse qu’il devient.</translation>
    </message>
    <message>
        <source>There is no link.</source>
        <translation>Il n’y a pas de lien.</translation>
    </message>
    <message>
        <source>That is no link: it is too long, or has several lines.</source>
        <translation>Ce n’est pas un lien&#x202f;: il est trop long ou compte plusieurs lignes.</translation>
    </message>
    <message>
        <source>“%1” says nothing of a dashboard; a link looks like %2.</source>
        <translation>«&#x202f;%1&#x202f;» ne dit rien d’un tableau de bord&#x202f;; un lien ressemble à %2.</translation>
    </message>
    <message>
        <source>“%1” is no address of a dashboard; one looks like %2.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas l’adresse d’un tableau de bord&#x202f;; en voici une&#x202f;: %2.</translation>
    </message>
</context>
<context>
    <name>link</name>
    <message>
        <source>It is a path of a Grafana, and none is configured: start the console with --grafana.</source>
        <translation>C’est un chemin d’un Grafana, et aucun n’est configuré&#x202f;: lancez la console avec --grafana.</translation>
    </message>
    <message>
        <source>It is no web address.</source>
        <translation>Ce n’est pas une adresse web.</translation>
    </message>
    <message>
        <source>Only http and https addresses are opened, not “%1”.</source>
        <translation>Seules les adresses http et https sont ouvertes, pas «&#x202f;%1&#x202f;».</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
</context>
<context>
    <name>paneldata</name>
    <message>
        <source>The transformation “%1” is not known and was left out.</source>
        <translation>La transformation «&#x202f;%1&#x202f;» est inconnue et a été laissée de côté.</translation>
    </message>
    <message>
        <source>The native histograms of its queries hold no observations in this time range.</source>
        <translation>Les histogrammes natifs de ses requêtes ne contiennent aucune observation sur cette période.</translation>
    </message>
    <message>
        <source>Its queries answer native histograms, which only heatmaps and histograms draw. Make it one of these, or ask for a number of them: histogram_quantile(0.95, …), histogram_count(…).</source>
        <translation>Ses requêtes rendent des histogrammes natifs, que seuls les cartes de chaleur et les histogrammes tracent. Choisissez l’un de ces types, ou demandez-en un nombre&#x202f;: histogram_quantile(0.95, …), histogram_count(…).</translation>
    </message>
</context>
<context>
    <name>promql</name>
    <message>
        <source>Each value without its sign.</source>
        <translation>Chaque valeur sans son signe.</translation>
    </message>
    <message>
        <source>1 when there is no series at all, nothing otherwise: to notice what is missing.</source>
        <translation>1 lorsqu’il n’y a aucune série, rien sinon&#x202f;: pour remarquer ce qui manque.</translation>
    </message>
    <message>
        <source>1 when there is no sample in the whole window, nothing otherwise.</source>
        <translation>1 lorsqu’il n’y a aucun échantillon dans toute la fenêtre, rien sinon.</translation>
    </message>
    <message>
        <source>Arc cosine, in radians.</source>
        <translation>Arc cosinus, en radians.</translation>
    </message>
    <message>
        <source>Inverse hyperbolic cosine.</source>
        <translation>Argument cosinus hyperbolique.</translation>
    </message>
    <message>
        <source>Arc sine, in radians.</source>
        <translation>Arc sinus, en radians.</translation>
    </message>
    <message>
        <source>Inverse hyperbolic sine.</source>
        <translation>Argument sinus hyperbolique.</translation>
    </message>
    <message>
        <source>Arc tangent, in radians.</source>
        <translation>Arc tangente, en radians.</translation>
    </message>
    <message>
        <source>Inverse hyperbolic tangent.</source>
        <translation>Argument tangente hyperbolique.</translation>
    </message>
    <message>
        <source>Mean of the samples in the window.</source>
        <translation>Moyenne des échantillons de la fenêtre.</translation>
    </message>
    <message>
        <source>Rounded up to a whole number.</source>
        <translation>Arrondi à l’entier supérieur.</translation>
    </message>
    <message>
        <source>How often the value changed in the window.</source>
        <translation>Combien de fois la valeur a changé dans la fenêtre.</translation>
    </message>
    <message>
        <source>Each value kept between two bounds.</source>
        <translation>Chaque valeur maintenue entre deux bornes.</translation>
    </message>
    <message>
        <source>Each value, but never above the bound.</source>
        <translation>Chaque valeur, mais jamais au-dessus de la borne.</translation>
    </message>
    <message>
        <source>Each value, but never below the bound.</source>
        <translation>Chaque valeur, mais jamais au-dessous de la borne.</translation>
    </message>
    <message>
        <source>Cosine of an angle in radians.</source>
        <translation>Cosinus d’un angle en radians.</translation>
    </message>
    <message>
        <source>Hyperbolic cosine.</source>
        <translation>Cosinus hyperbolique.</translation>
    </message>
    <message>
        <source>How many samples are in the window.</source>
        <translation>Nombre d’échantillons dans la fenêtre.</translation>
    </message>
    <message>
        <source>Day of the month, 1 to 31, in UTC.</source>
        <translation>Jour du mois, de 1 à 31, en UTC.</translation>
    </message>
    <message>
        <source>Day of the week, 0 for Sunday, in UTC.</source>
        <translation>Jour de la semaine, 0 pour dimanche, en UTC.</translation>
    </message>
    <message>
        <source>Day of the year, 1 to 366, in UTC.</source>
        <translation>Jour de l’année, de 1 à 366, en UTC.</translation>
    </message>
    <message>
        <source>How many days the month has, in UTC.</source>
        <translation>Nombre de jours du mois, en UTC.</translation>
    </message>
    <message>
        <source>Radians as degrees.</source>
        <translation>Radians en degrés.</translation>
    </message>
    <message>
        <source>Difference between the ends of the window, of a gauge.</source>
        <translation>Différence entre les bouts de la fenêtre, pour une jauge.</translation>
    </message>
    <message>
        <source>Change per second of a gauge, by linear regression.</source>
        <translation>Variation par seconde d’une jauge, par régression linéaire.</translation>
    </message>
    <message>
        <source>e to the power of each value.</source>
        <translation>e à la puissance de chaque valeur.</translation>
    </message>
    <message>
        <source>Rounded down to a whole number.</source>
        <translation>Arrondi à l’entier inférieur.</translation>
    </message>
    <message>
        <source>Number of observations of a native histogram.</source>
        <translation>Nombre d’observations d’un histogramme natif.</translation>
    </message>
    <message>
        <source>Share of a native histogram’s observations between two bounds.</source>
        <translation>Part des observations d’un histogramme natif entre deux bornes.</translation>
    </message>
    <message>
        <source>The φ-quantile of a histogram: 0.95 gives the p95. Sum the buckets’ rates by (le) first.</source>
        <translation>Le φ-quantile d’un histogramme&#x202f;: 0.95 donne le p95. Sommez d’abord les taux des classes par (le).</translation>
    </message>
    <message>
        <source>Sum of the observations of a native histogram.</source>
        <translation>Somme des observations d’un histogramme natif.</translation>
    </message>
    <message>
        <source>A gauge smoothed, its trend kept: both factors between 0 and 1.</source>
        <translation>Une jauge lissée, sa tendance conservée&#x202f;: les deux facteurs entre 0 et 1.</translation>
    </message>
    <message>
        <source>Hour of the day, 0 to 23, in UTC.</source>
        <translation>Heure du jour, de 0 à 23, en UTC.</translation>
    </message>
    <message>
        <source>Difference of the last two samples of a gauge.</source>
        <translation>Différence des deux derniers échantillons d’une jauge.</translation>
    </message>
    <message>
        <source>How much a counter grew in the window, resets allowed for.</source>
        <translation>De combien un compteur a crû dans la fenêtre, remises à zéro comprises.</translation>
    </message>
    <message>
        <source>Growth per second of a counter, from its last two samples: nervous.</source>
        <translation>Croissance par seconde d’un compteur, d’après ses deux derniers échantillons&#x202f;: nerveux.</translation>
    </message>
    <message>
        <source>Values of several labels joined into another one.</source>
        <translation>Valeurs de plusieurs étiquettes réunies dans une autre.</translation>
    </message>
    <message>
        <source>A label made of another one by a regular expression.</source>
        <translation>Une étiquette tirée d’une autre par une expression rationnelle.</translation>
    </message>
    <message>
        <source>The newest sample in the window.</source>
        <translation>L’échantillon le plus récent de la fenêtre.</translation>
    </message>
    <message>
        <source>Natural logarithm.</source>
        <translation>Logarithme naturel.</translation>
    </message>
    <message>
        <source>Logarithm to the base of 10.</source>
        <translation>Logarithme de base 10.</translation>
    </message>
    <message>
        <source>Logarithm to the base of 2.</source>
        <translation>Logarithme de base 2.</translation>
    </message>
    <message>
        <source>Greatest sample in the window.</source>
        <translation>Plus grand échantillon de la fenêtre.</translation>
    </message>
    <message>
        <source>Least sample in the window.</source>
        <translation>Plus petit échantillon de la fenêtre.</translation>
    </message>
    <message>
        <source>Minute of the hour, 0 to 59, in UTC.</source>
        <translation>Minute de l’heure, de 0 à 59, en UTC.</translation>
    </message>
    <message>
        <source>Month of the year, 1 to 12, in UTC.</source>
        <translation>Mois de l’année, de 1 à 12, en UTC.</translation>
    </message>
    <message>
        <source>The number π.</source>
        <translation>Le nombre π.</translation>
    </message>
    <message>
        <source>Where a gauge will be in t seconds, by linear regression.</source>
        <translation>Où sera une jauge dans t secondes, par régression linéaire.</translation>
    </message>
    <message>
        <source>1 for each series with any sample in the window.</source>
        <translation>1 pour chaque série qui a un échantillon dans la fenêtre.</translation>
    </message>
    <message>
        <source>The φ-quantile of the samples in the window.</source>
        <translation>Le φ-quantile des échantillons de la fenêtre.</translation>
    </message>
    <message>
        <source>Degrees as radians.</source>
        <translation>Degrés en radians.</translation>
    </message>
    <message>
        <source>Growth per second of a counter, averaged over the window, resets allowed for.</source>
        <translation>Croissance par seconde d’un compteur, en moyenne sur la fenêtre, remises à zéro comprises.</translation>
    </message>
    <message>
        <source>How often a counter started over in the window.</source>
        <translation>Combien de fois un compteur est reparti de zéro dans la fenêtre.</translation>
    </message>
    <message>
        <source>Rounded to the nearest multiple.</source>
        <translation>Arrondi au multiple le plus proche.</translation>
    </message>
    <message>
        <source>The value of a single series as a number; NaN when there is not exactly one.</source>
        <translation>La valeur d’une seule série comme nombre&#x202f;; NaN s’il n’y en a pas exactement une.</translation>
    </message>
    <message>
        <source>1, 0 or −1: the sign of each value.</source>
        <translation>1, 0 ou −1&#x202f;: le signe de chaque valeur.</translation>
    </message>
    <message>
        <source>Sine of an angle in radians.</source>
        <translation>Sinus d’un angle en radians.</translation>
    </message>
    <message>
        <source>Hyperbolic sine.</source>
        <translation>Sinus hyperbolique.</translation>
    </message>
    <message>
        <source>In rising order of values; for instant queries.</source>
        <translation>Par valeurs croissantes&#x202f;; pour les requêtes instantanées.</translation>
    </message>
    <message>
        <source>In falling order of values; for instant queries.</source>
        <translation>Par valeurs décroissantes&#x202f;; pour les requêtes instantanées.</translation>
    </message>
    <message>
        <source>Square root.</source>
        <translation>Racine carrée.</translation>
    </message>
    <message>
        <source>Standard deviation of the samples in the window.</source>
        <translation>Écart type des échantillons de la fenêtre.</translation>
    </message>
    <message>
        <source>Variance of the samples in the window.</source>
        <translation>Variance des échantillons de la fenêtre.</translation>
    </message>
    <message>
        <source>Sum of the samples in the window.</source>
        <translation>Somme des échantillons de la fenêtre.</translation>
    </message>
    <message>
        <source>Tangent of an angle in radians.</source>
        <translation>Tangente d’un angle en radians.</translation>
    </message>
    <message>
        <source>Hyperbolic tangent.</source>
        <translation>Tangente hyperbolique.</translation>
    </message>
    <message>
        <source>The moment of evaluation, in seconds since 1970.</source>
        <translation>Le moment de l’évaluation, en secondes depuis 1970.</translation>
    </message>
    <message>
        <source>When each sample was taken, in seconds since 1970.</source>
        <translation>Quand chaque échantillon a été pris, en secondes depuis 1970.</translation>
    </message>
    <message>
        <source>A number as a series without labels.</source>
        <translation>Un nombre comme série sans étiquettes.</translation>
    </message>
    <message>
        <source>The year, in UTC.</source>
        <translation>L’année, en UTC.</translation>
    </message>
    <message>
        <source>Mean over series.</source>
        <translation>Moyenne sur les séries.</translation>
    </message>
    <message>
        <source>The k series with the least values.</source>
        <translation>Les k séries aux plus petites valeurs.</translation>
    </message>
    <message>
        <source>How many series there are.</source>
        <translation>Nombre de séries.</translation>
    </message>
    <message>
        <source>How many series have each value; the value becomes a label.</source>
        <translation>Combien de séries ont chaque valeur&#x202f;; la valeur devient une étiquette.</translation>
    </message>
    <message>
        <source>1 for each group: which labels there are.</source>
        <translation>1 pour chaque groupe&#x202f;: quelles étiquettes existent.</translation>
    </message>
    <message>
        <source>Greatest value over series.</source>
        <translation>Plus grande valeur sur les séries.</translation>
    </message>
    <message>
        <source>Least value over series.</source>
        <translation>Plus petite valeur sur les séries.</translation>
    </message>
    <message>
        <source>The φ-quantile over series.</source>
        <translation>Le φ-quantile sur les séries.</translation>
    </message>
    <message>
        <source>Standard deviation over series.</source>
        <translation>Écart type sur les séries.</translation>
    </message>
    <message>
        <source>Variance over series.</source>
        <translation>Variance sur les séries.</translation>
    </message>
    <message>
        <source>Sum over series. Take rate() first, then sum().</source>
        <translation>Somme sur les séries. D’abord rate(), ensuite sum().</translation>
    </message>
    <message>
        <source>The k series with the greatest values.</source>
        <translation>Les k séries aux plus grandes valeurs.</translation>
    </message>
    <message>
        <source>Series of a that have a partner in b.</source>
        <translation>Séries de a qui ont une partenaire dans b.</translation>
    </message>
    <message>
        <source>Angle of the point (b, a), in radians.</source>
        <translation>Angle du point (b, a), en radians.</translation>
    </message>
    <message>
        <source>A comparison gives 0 or 1 instead of leaving series out.</source>
        <translation>Une comparaison donne 0 ou 1 au lieu d’écarter des séries.</translation>
    </message>
    <message>
        <source>Keeps these labels, drops all others.</source>
        <translation>Garde ces étiquettes, retire toutes les autres.</translation>
    </message>
    <message>
        <source>Evaluated at the end of the range.</source>
        <translation>Évalué à la fin de la plage.</translation>
    </message>
    <message>
        <source>Several series of a share one partner in b, and may take labels from it.</source>
        <translation>Plusieurs séries de a partagent une partenaire dans b, et peuvent en reprendre des étiquettes.</translation>
    </message>
    <message>
        <source>Several series of b share one partner in a, and may take labels from it.</source>
        <translation>Plusieurs séries de b partagent une partenaire dans a, et peuvent en reprendre des étiquettes.</translation>
    </message>
    <message>
        <source>Partners agree in all labels but these.</source>
        <translation>Les partenaires concordent sur toutes les étiquettes sauf celles-ci.</translation>
    </message>
    <message>
        <source>As it was that long ago.</source>
        <translation>Tel que c’était il y a ce temps.</translation>
    </message>
    <message>
        <source>Partners agree in these labels only.</source>
        <translation>Les partenaires ne concordent que sur ces étiquettes.</translation>
    </message>
    <message>
        <source>Series of a, and those of b without a partner in a.</source>
        <translation>Séries de a, et celles de b sans partenaire dans a.</translation>
    </message>
    <message>
        <source>Evaluated at the start of the range.</source>
        <translation>Évalué au début de la plage.</translation>
    </message>
    <message>
        <source>Series of a that have no partner in b.</source>
        <translation>Séries de a qui n’ont pas de partenaire dans b.</translation>
    </message>
    <message>
        <source>Drops these labels, keeps all others.</source>
        <translation>Retire ces étiquettes, garde toutes les autres.</translation>
    </message>
</context>
<context>
    <name>time</name>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Arrêt</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1&#x202f;h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#x202f;min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#x202f;s</translation>
    </message>
    <message>
        <source>“%1” is not understood in “%2”: after now comes -1h, +1h or /d, as in now-1d/d.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas compris dans «&#x202f;%2&#x202f;»&#x202f;: après now vient -1h, +1h ou /d, comme dans now-1d/d.</translation>
    </message>
    <message>
        <source>“%1” is no unit of time in “%2”: s, m, h, d, w, M, Q or y.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas une unité de temps dans «&#x202f;%2&#x202f;»&#x202f;: s, m, h, d, w, M, Q ou y.</translation>
    </message>
    <message>
        <source>“%1” rounds to one whole unit only, as in now/d.</source>
        <translation>«&#x202f;%1&#x202f;» ne s’arrondit qu’à une unité entière, comme now/d.</translation>
    </message>
    <message>
        <source>“%1” is too far away.</source>
        <translation>«&#x202f;%1&#x202f;» est trop loin.</translation>
    </message>
    <message>
        <source>A time is missing: for example now-6h or 2026-01-31 08:00.</source>
        <translation>Il manque une date&#x202f;: par exemple now-6h ou 2026-01-31 08:00.</translation>
    </message>
    <message>
        <source>“%1” is no time: for example now-6h, now/d, 2026-01-31 08:00 or 1769846400000.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas une date&#x202f;: par exemple now-6h, now/d, 2026-01-31 08:00 ou 1769846400000.</translation>
    </message>
    <message>
        <source>The range ends before it begins: its end must be later.</source>
        <translation>La période finit avant de commencer&#x202f;: sa fin doit venir après.</translation>
    </message>
    <message>
        <source>This is no copied range: it has no “from” and “to”.</source>
        <translation>Ce n’est pas une période copiée&#x202f;: il y manque «&#x202f;from&#x202f;» et «&#x202f;to&#x202f;».</translation>
    </message>
    <message>
        <source>“%1” needs a unit: %1m, %1h or %1d.</source>
        <translation>Il manque une unité à «&#x202f;%1&#x202f;»&#x202f;: %1m, %1h ou %1d.</translation>
    </message>
    <message numerus="yes">
        <source>Last %n second(s)</source>
        <translation>
            <numerusform>Dernière seconde</numerusform>
            <numerusform>%n dernières secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n minute(s)</source>
        <translation>
            <numerusform>Dernière minute</numerusform>
            <numerusform>%n dernières minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n hour(s)</source>
        <translation>
            <numerusform>Dernière heure</numerusform>
            <numerusform>%n dernières heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Dernier jour</numerusform>
            <numerusform>%n derniers jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n week(s)</source>
        <translation>
            <numerusform>Dernière semaine</numerusform>
            <numerusform>%n dernières semaines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n month(s)</source>
        <translation>
            <numerusform>Dernier mois</numerusform>
            <numerusform>%n derniers mois</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n quarter(s)</source>
        <translation>
            <numerusform>Dernier trimestre</numerusform>
            <numerusform>%n derniers trimestres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n year(s)</source>
        <translation>
            <numerusform>Dernière année</numerusform>
            <numerusform>%n dernières années</numerusform>
        </translation>
    </message>
    <message>
        <source>Today so far</source>
        <translation>Aujourd’hui jusqu’ici</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>The day before yesterday</source>
        <translation>Avant-hier</translation>
    </message>
    <message>
        <source>This day last week</source>
        <translation>Ce jour, la semaine dernière</translation>
    </message>
    <message>
        <source>This week so far</source>
        <translation>Cette semaine jusqu’ici</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Cette semaine</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>La semaine dernière</translation>
    </message>
    <message>
        <source>This month so far</source>
        <translation>Ce mois-ci jusqu’ici</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Ce mois-ci</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Le mois dernier</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 à %2</translation>
    </message>
</context>
<context>
    <name>units</name>
    <message>
        <source>packets/s</source>
        <translation>paquets/s</translation>
    </message>
    <message>
        <source>operations/s</source>
        <translation>opérations/s</translation>
    </message>
    <message>
        <source>requests/s</source>
        <translation>requêtes/s</translation>
    </message>
    <message>
        <source>reads/s</source>
        <translation>lectures/s</translation>
    </message>
    <message>
        <source>writes/s</source>
        <translation>écritures/s</translation>
    </message>
    <message>
        <source>I/O operations/s</source>
        <translation>opérations d’E/S/s</translation>
    </message>
    <message>
        <source>counts/s</source>
        <translation>occurrences/s</translation>
    </message>
    <message>
        <source>events/s</source>
        <translation>évènements/s</translation>
    </message>
    <message>
        <source>operations/min</source>
        <translation>opérations/min</translation>
    </message>
    <message>
        <source>reads/min</source>
        <translation>lectures/min</translation>
    </message>
    <message>
        <source>counts/min</source>
        <translation>occurrences/min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#x202f;s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#x202f;min</translation>
    </message>
    <message>
        <source>%1 %2 s</source>
        <translation>%1 %2&#x202f;s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1&#x202f;h %2&#x202f;min</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1&#x202f;j</translation>
    </message>
    <message>
        <source>messages/s</source>
        <translation>messages/s</translation>
    </message>
    <message>
        <source>records/s</source>
        <translation>enregistrements/s</translation>
    </message>
    <message>
        <source>rows/s</source>
        <translation>lignes/s</translation>
    </message>
    <message>
        <source>writes/min</source>
        <translation>écritures/min</translation>
    </message>
    <message>
        <source>events/min</source>
        <translation>événements/min</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Vrai</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Faux</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Marche</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Arrêt</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>il y a %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>dans %1</translation>
    </message>
    <message>
        <source>%1 d %2</source>
        <translation>%1&#x202f;j %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertDetail</name>
    <message>
        <source>Messages of this alert</source>
        <translation>Messages de cette alerte</translation>
    </message>
    <message>
        <source>Runbook</source>
        <translation>Fiche</translation>
    </message>
    <message>
        <source>Show on dashboard</source>
        <translation>Voir au tableau de bord</translation>
    </message>
    <message>
        <source>Explore its query</source>
        <translation>Explorer sa requête</translation>
    </message>
    <message>
        <source>Lift the silence</source>
        <translation>Lever le silence</translation>
    </message>
    <message>
        <source>Ends every silence that holds this alert back.</source>
        <translation>Met fin à tous les silences qui retiennent cette alerte.</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Silence</translation>
    </message>
    <message>
        <source>for 30 minutes</source>
        <translation>pendant 30 minutes</translation>
    </message>
    <message>
        <source>for 1 hour</source>
        <translation>pendant 1 heure</translation>
    </message>
    <message>
        <source>for 4 hours</source>
        <translation>pendant 4 heures</translation>
    </message>
    <message>
        <source>for 1 day</source>
        <translation>pendant 1 jour</translation>
    </message>
    <message>
        <source>Not silenced. %1</source>
        <translation>Silence non posé. %1</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Fault of the rule</source>
        <translation>Défaut de la règle</translation>
    </message>
    <message>
        <source>Must hold for</source>
        <translation>Doit durer</translation>
    </message>
    <message>
        <source>no time</source>
        <translation>aucune durée</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Premiers gestes</translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertListBody</name>
    <message>
        <source>%1 is firing</source>
        <translation>%1 est déclenchée</translation>
    </message>
    <message>
        <source>%1 is pending</source>
        <translation>%1 est en attente</translation>
    </message>
    <message>
        <source>No alert is firing or pending</source>
        <translation>Aucune alerte déclenchée ou en attente</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>déclenchée</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>en attente</translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertListPanel</name>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Maintenant</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Alerts and messages</source>
        <translation>Alertes et messages</translation>
    </message>
    <message>
        <source>Nothing contains “%1”.</source>
        <translation>Rien ne contient «&#x202f;%1&#x202f;».</translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertNotice</name>
    <message>
        <source>%1 is firing</source>
        <translation>%1 est active</translation>
    </message>
    <message numerus="yes">
        <source>and %n other(s)</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertSource</name>
    <message>
        <source>%1 answered something that is no list of rules.</source>
        <translation>La réponse de %1 n’est pas une liste de règles.</translation>
    </message>
    <message>
        <source>Grafana wants to know who asks. Give a service account&apos;s token in GRAFANA_TOKEN and start the console again.</source>
        <translation>Grafana veut savoir qui demande. Donnez le jeton d’un compte de service dans GRAFANA_TOKEN et relancez la console.</translation>
    </message>
    <message>
        <source>Grafana does not allow it: its service account needs the role Editor to silence, Viewer to read.</source>
        <translation>Grafana ne le permet pas&#x202f;: son compte de service doit avoir le rôle Editor pour poser un silence, Viewer pour lire.</translation>
    </message>
    <message>
        <source>%1 cannot be reached at %2 (%3).</source>
        <translation>%1 est injoignable à %2 (%3).</translation>
    </message>
    <message>
        <source>%1 at %2 answered %3.</source>
        <translation>%1 à %2 a répondu %3.</translation>
    </message>
</context>
<context>
    <name>vigie::console::AlertsPage</name>
    <message>
        <source>Alerts</source>
        <translation>Alertes</translation>
    </message>
    <message>
        <source>Choose an alert or a message on the left.</source>
        <translation>Choisissez une alerte ou un message à gauche.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Maintenant</translation>
    </message>
    <message>
        <source>Drill…</source>
        <translation>Exercice…</translation>
    </message>
    <message>
        <source>Break something on purpose and follow its alert (d d)</source>
        <translation>Casser quelque chose exprès et suivre son alerte (d d)</translation>
    </message>
    <message>
        <source>Open in Prometheus</source>
        <translation>Ouvrir dans Prometheus</translation>
    </message>
    <message>
        <source>Open in Grafana</source>
        <translation>Ouvrir dans Grafana</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Filtrer la liste</translation>
    </message>
    <message>
        <source>What is alarming now</source>
        <translation>Ce qui alerte maintenant</translation>
    </message>
    <message>
        <source>What was told</source>
        <translation>Ce qui a été annoncé</translation>
    </message>
    <message>
        <source>Open the runbook</source>
        <translation>Ouvrir la fiche</translation>
    </message>
    <message>
        <source>Silence, or lift the silence</source>
        <translation>Poser ou lever le silence</translation>
    </message>
    <message>
        <source>Drills</source>
        <translation>Exercices</translation>
    </message>
    <message>
        <source>Now (%1)</source>
        <translation>Maintenant (%1)</translation>
    </message>
    <message>
        <source>Grafana tells the alerts and keeps no message. How its contact points fare is said below.</source>
        <translation>Grafana annonce les alertes et ne garde aucun message. L’état de ses points de contact est indiqué plus bas.</translation>
    </message>
    <message>
        <source>Messages are kept by the local stack; this service is another one.</source>
        <translation>Les messages sont gardés par la pile locale&#x202f;; ce service en est un autre.</translation>
    </message>
    <message>
        <source>Reading the messages…</source>
        <translation>Lecture des messages…</translation>
    </message>
    <message>
        <source>No alert was told yet. A drill shows what a message looks like.</source>
        <translation>Aucune alerte annoncée pour l’instant. Un exercice montre à quoi ressemble un message.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Question posée à %1…</translation>
    </message>
    <message>
        <source>%1 evaluates no alert rule.</source>
        <translation>%1 n’évalue aucune règle d’alerte.</translation>
    </message>
    <message>
        <source>A drill is under way.</source>
        <translation>Un exercice est en cours.</translation>
    </message>
    <message>
        <source>As of %1 ago. %2</source>
        <translation>État d’il y a %1. %2</translation>
    </message>
    <message>
        <source>Silencing needs Alertmanager or Grafana (--grafana).</source>
        <translation>Poser un silence demande Alertmanager ou Grafana (--grafana).</translation>
    </message>
    <message>
        <source>%1 told last at %2.</source>
        <translation>Dernière annonce de %1 à %2.</translation>
    </message>
    <message>
        <source>%1 failed at %2: %3</source>
        <translation>Échec de %1 à %2&#x202f;: %3</translation>
    </message>
    <message>
        <source>start a drill exercise test fire alarm</source>
        <translation>lancer un exercice drill essai test incendie alarme</translation>
    </message>
    <message>
        <source>Nobody may be told: Alertmanager does not answer. %1</source>
        <translation>Personne n’est peut-être prévenu&#x202f;: Alertmanager ne répond pas. %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::AnnotationSet</name>
    <message>
        <source>Alerts</source>
        <translation>Alertes</translation>
    </message>
    <message>
        <source>Changes of the service</source>
        <translation>Changements du service</translation>
    </message>
</context>
<context>
    <name>vigie::console::AnswerFacts</name>
    <message>
        <source>stopped after %1</source>
        <translation>arrêtée après %1</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêtée</translation>
    </message>
    <message>
        <source>partial: it broke off</source>
        <translation>partielle&#x202f;: elle s’est interrompue</translation>
    </message>
    <message>
        <source>still being written</source>
        <translation>en cours de rédaction</translation>
    </message>
    <message>
        <source>cut off at the model&apos;s length limit</source>
        <translation>coupée à la longueur maximale du modèle</translation>
    </message>
    <message>
        <source>cut off by the model&apos;s content filter</source>
        <translation>coupée par le filtre de contenu du modèle</translation>
    </message>
    <message>
        <source>%1 + %2 tokens</source>
        <translation>%1 + %2 jetons</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>%1 to first token</source>
        <translation>%1 avant le premier jeton</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>jetons/s</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>non enregistrée</translation>
    </message>
    <message>
        <source>%1, in place of %2</source>
        <translation>%1, à la place de %2</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>attente</translation>
    </message>
    <message>
        <source>embed</source>
        <translation>plongement</translation>
    </message>
    <message>
        <source>retrieve</source>
        <translation>recherche</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>premier jeton</translation>
    </message>
    <message>
        <source>generate</source>
        <translation>génération</translation>
    </message>
    <message>
        <source>persist</source>
        <translation>enregistrement</translation>
    </message>
    <message>
        <source>extractive, no language model</source>
        <translation>extractif, sans modèle de langue</translation>
    </message>
</context>
<context>
    <name>vigie::console::BarChartBody</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::BuiltInDashboards</name>
    <message>
        <source>AI API Monitoring</source>
        <translation>Supervision de l’API d’IA</translation>
    </message>
    <message>
        <source>The AI service as its clients feel it: traffic, latency, errors, the model, retrieval and the host.</source>
        <translation>Le service d’IA tel que ses clients le ressentent&#x202f;: trafic, latence, erreurs, modèle, recherche et machine.</translation>
    </message>
    <message>
        <source>Feedback Loop</source>
        <translation>Boucle de rétroaction</translation>
    </message>
    <message>
        <source>What a change did: ratings, retrieval, cost, errors; changes of the service are marked on every chart.</source>
        <translation>Ce qu’un changement a produit&#x202f;: avis, recherche, coût, erreurs&#x202f;; chaque graphique marque les changements du service.</translation>
    </message>
    <message>
        <source>PostgreSQL Monitoring</source>
        <translation>Supervision de PostgreSQL</translation>
    </message>
    <message>
        <source>The database that holds conversations, documents and embeddings, as prometheus-postgres-exporter sees it.</source>
        <translation>La base des conversations, des documents et des plongements, vue par prometheus-postgres-exporter.</translation>
    </message>
    <message>
        <source>The other dashboards, at the same time</source>
        <translation>Les autres tableaux de bord, sur la même période</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChangeJournal</name>
    <message>
        <source>The changes of the service are not known: %1</source>
        <translation>Les changements du service ne sont pas connus&#x202f;: %1</translation>
    </message>
    <message>
        <source>it answered %1.</source>
        <translation>il a répondu %1.</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChartOverlay</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChatClient</name>
    <message>
        <source>A piece of the answer is missing.</source>
        <translation>Un morceau de la réponse manque.</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChatPage</name>
    <message>
        <source>Chat</source>
        <translation>Discussion</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>Rechercher dans cette conversation</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>What do I do when ServiceDown fires?</source>
        <translation>Que faire quand ServiceDown se déclenche&#x202f;?</translation>
    </message>
    <message>
        <source>Reading the conversation…</source>
        <translation>Lecture de la conversation…</translation>
    </message>
    <message>
        <source>The conversation could not be read. %1</source>
        <translation>La conversation n’a pas pu être lue. %1</translation>
    </message>
    <message>
        <source>%1 Trying again…</source>
        <translation>%1 Nouvel essai…</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>Ouvrir un lien</translation>
    </message>
    <message>
        <source>Open this address outside Vigie?</source>
        <translation>Ouvrir cette adresse hors de Vigie&#x202f;?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Copier l’adresse</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Répondre de nouveau</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Copier la réponse</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>Chercher dans la conversation</translation>
    </message>
    <message>
        <source>Write a question</source>
        <translation>Écrire une question</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChatStart</name>
    <message>
        <source>Retry now</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>What do I do when ServiceDown fires?</source>
        <translation>Que faire quand ServiceDown se déclenche&#x202f;?</translation>
    </message>
    <message>
        <source>Que faire quand ServiceDown se déclenche ?</source>
        <translation>What do I do when ServiceDown fires?</translation>
    </message>
    <message>
        <source>Where do I see why answers are slow?</source>
        <translation>Où voir pourquoi les réponses sont lentes&#x202f;?</translation>
    </message>
    <message>
        <source>The server is not reachable</source>
        <translation>Le serveur est injoignable</translation>
    </message>
    <message>
        <source>Ask about the service</source>
        <translation>Interrogez le service</translation>
    </message>
    <message>
        <source>%1 Vigie keeps trying and goes on by itself as soon as it answers.</source>
        <translation>%1 Vigie continue d’essayer et reprend d’elle-même dès qu’il répond.</translation>
    </message>
    <message>
        <source>Answers stand on the indexed documents and cite them. Try one of these:</source>
        <translation>Les réponses s’appuient sur les documents indexés et les citent. Par exemple&#x202f;:</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChatTools</name>
    <message>
        <source>Language model</source>
        <translation>Modèle de langue</translation>
    </message>
    <message>
        <source>The language model that answers</source>
        <translation>Le modèle de langue qui répond</translation>
    </message>
    <message>
        <source>Number of passages</source>
        <translation>Nombre de passages</translation>
    </message>
    <message>
        <source>How many passages are looked up for a question</source>
        <translation>Combien de passages sont cherchés pour une question</translation>
    </message>
    <message>
        <source>Whether answers stand on the indexed documents</source>
        <translation>Si les réponses s’appuient sur les documents indexés</translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>pas encore de modèle</translation>
    </message>
    <message>
        <source>k = %1</source>
        <translation>k = %1</translation>
    </message>
    <message>
        <source>Retrieval on</source>
        <translation>Recherche activée</translation>
    </message>
    <message>
        <source>Retrieval off</source>
        <translation>Recherche coupée</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChoiceDelegate</name>
    <message>
        <source>only this</source>
        <translation>seulement</translation>
    </message>
</context>
<context>
    <name>vigie::console::ChoiceModel</name>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1, choisi</translation>
    </message>
</context>
<context>
    <name>vigie::console::CommandPalette</name>
    <message>
        <source>Nothing is called that. Try fewer letters.</source>
        <translation>Rien ne porte ce nom. Essayez avec moins de lettres.</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Palette de commandes</translation>
    </message>
    <message>
        <source>Go to, do, or a time range such as 13h</source>
        <translation>Où aller, que faire, ou une période comme 13h</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Ce qui correspond</translation>
    </message>
</context>
<context>
    <name>vigie::console::CompletionPopup</name>
    <message>
        <source>Completions</source>
        <translation>Complétions</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1, %2 sur %3</translation>
    </message>
</context>
<context>
    <name>vigie::console::Composer</name>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>Votre question</translation>
    </message>
    <message>
        <source>Ask about the service…</source>
        <translation>Votre question sur le service…</translation>
    </message>
    <message>
        <source>Enter to send · Shift+Enter new line · Esc stops</source>
        <translation>Entrée envoie · Maj+Entrée à la ligne · Échap arrête</translation>
    </message>
    <message>
        <source>Stop this answer (Esc)</source>
        <translation>Arrêter cette réponse (Échap)</translation>
    </message>
</context>
<context>
    <name>vigie::console::ConsolePage</name>
    <message>
        <source>Frame times</source>
        <translation>Temps des images</translation>
    </message>
    <message>
        <source>the last %1; the line is one frame of 60 Hz</source>
        <translation>les %1 dernières&#x202f;; la ligne est une image à 60 Hz</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Console</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Slowest event</source>
        <translation>Événement le plus lent</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>Queries under way</source>
        <translation>Requêtes en cours</translation>
    </message>
    <message>
        <source>Asked for the newest part only</source>
        <translation>Demandé&#x202f;: la fin seulement</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Points drawn</source>
        <translation>Points dessinés</translation>
    </message>
    <message>
        <source>What this window itself costs, since it was started. The same figures for other programs: vigie-console --stats-json FILE.</source>
        <translation>Ce que coûte cette fenêtre elle-même, depuis son démarrage. Les mêmes chiffres pour d’autres programmes&#x202f;: vigie-console --stats-json FILE.</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>Cette console</translation>
    </message>
    <message>
        <source>Half of the last frames took less; 99 %: %1, the worst: %2. %3 frames of the display missed.</source>
        <translation>La moitié des dernières images a pris moins&#x202f;; 99&#x202f;%&#x202f;: %1, la pire&#x202f;: %2. %3 images de l’écran manquées.</translation>
    </message>
    <message>
        <source>The longest the window did not react. Over 100 ms: %1 times.</source>
        <translation>Le plus long sans réaction de la fenêtre. Au-delà de 100 ms&#x202f;: %1 fois.</translation>
    </message>
    <message>
        <source>Resident in memory, programs&apos; shared parts included.</source>
        <translation>Résident en mémoire, parties partagées comprises.</translation>
    </message>
    <message>
        <source>Of one core, in the last second. First page after %1.</source>
        <translation>D’un cœur, pendant la dernière seconde. Première page après %1.</translation>
    </message>
    <message>
        <source>%1 asked, %2 sent, %3 shared, %4 failed, %5 cancelled.</source>
        <translation>%1 demandées, %2 envoyées, %3 partagées, %4 en échec, %5 annulées.</translation>
    </message>
    <message>
        <source>Requests for a window whose rest was held: %1 samples less to fetch.</source>
        <translation>Requêtes pour une fenêtre dont le reste était gardé&#x202f;: %1 échantillons de moins à chercher.</translation>
    </message>
    <message>
        <source>From Prometheus; %1 in the last second.</source>
        <translation>De Prometheus&#x202f;; %1 pendant la dernière seconde.</translation>
    </message>
    <message>
        <source>In %1 drawings of charts, after thinning.</source>
        <translation>En %1 dessins de courbes, après réduction.</translation>
    </message>
</context>
<context>
    <name>vigie::console::ConversationDelegate</name>
    <message>
        <source>now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sans titre</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::ConversationPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>Start over (Ctrl+Shift+O)</source>
        <translation>Repartir de zéro (Ctrl+Maj+O)</translation>
    </message>
    <message>
        <source>Search history</source>
        <translation>Chercher dans l’historique</translation>
    </message>
    <message>
        <source>Conversations, newest first</source>
        <translation>Conversations, les plus récentes d’abord</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Not deleted. %1</source>
        <translation>Non supprimée. %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Delete “%1”? It is erased on the server at once, for good.</source>
        <translation>Supprimer «&#x202f;%1&#x202f;»&#x202f;? Elle est effacée du serveur aussitôt et pour de bon.</translation>
    </message>
    <message>
        <source>The conversations could not be read. %1</source>
        <translation>Les conversations n’ont pas pu être lues. %1</translation>
    </message>
    <message>
        <source>Reading the conversations…</source>
        <translation>Lecture des conversations…</translation>
    </message>
    <message>
        <source>No conversation yet. Your questions will be kept here.</source>
        <translation>Pas encore de conversation. Vos questions seront gardées ici.</translation>
    </message>
    <message>
        <source>No title contains “%1”.</source>
        <translation>Aucun titre ne contient «&#x202f;%1&#x202f;».</translation>
    </message>
</context>
<context>
    <name>vigie::console::DashboardPage</name>
    <message>
        <source>Inspect: data, queries, figures, JSON</source>
        <translation>Inspecter&#x202f;: données, requêtes, JSON</translation>
    </message>
    <message>
        <source>Explore its queries</source>
        <translation>Explorer ses requêtes</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>Tableaux de bord</translation>
    </message>
    <message>
        <source>No dashboards</source>
        <translation>Aucun tableau de bord</translation>
    </message>
    <message>
        <source>The folder holds no *.json file. Export a dashboard from Grafana as classic JSON and put it there.</source>
        <translation>Le dossier ne contient aucun fichier *.json. Exportez de Grafana un tableau de bord au format JSON classique et placez-le là.</translation>
    </message>
    <message>
        <source>Open in Prometheus</source>
        <translation>Ouvrir dans Prometheus</translation>
    </message>
    <message>
        <source>Open in Grafana</source>
        <translation>Ouvrir dans Grafana</translation>
    </message>
    <message>
        <source>“%1” cannot be shown</source>
        <translation>«&#x202f;%1&#x202f;» ne peut pas être affiché</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Tableau de bord</translation>
    </message>
    <message>
        <source>Panel under the pointer</source>
        <translation>Panneau sous le pointeur</translation>
    </message>
    <message>
        <source>All legends on or off</source>
        <translation>Toutes les légendes, ou aucune</translation>
    </message>
    <message>
        <source>Share the crosshair, the tooltip or nothing</source>
        <translation>Partager le réticule, l’infobulle ou rien</translation>
    </message>
    <message>
        <source>The dashboard&apos;s own range, refresh and zone</source>
        <translation>Période, actualisation et fuseau du tableau de bord</translation>
    </message>
    <message>
        <source>Full screen, or back</source>
        <translation>Plein écran, ou retour</translation>
    </message>
    <message>
        <source>Legend on or off</source>
        <translation>Légende, ou non</translation>
    </message>
    <message>
        <source>Copy PromQL</source>
        <translation>Copier le PromQL</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Copier en CSV</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Copier l’image</translation>
    </message>
    <message>
        <source>Its menu</source>
        <translation>Son menu</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panneau</translation>
    </message>
    <message>
        <source>Switch dashboard</source>
        <translation>Changer de tableau</translation>
    </message>
    <message>
        <source>%1 · not saved</source>
        <translation>%1 · non enregistré</translation>
    </message>
    <message>
        <source>Edit the dashboard</source>
        <translation>Modifier le tableau de bord</translation>
    </message>
    <message>
        <source>New dashboard</source>
        <translation>Nouveau tableau de bord</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importer…</translation>
    </message>
    <message>
        <source>Move this one to the trash</source>
        <translation>Mettre celui-ci à la corbeille</translation>
    </message>
    <message>
        <source>Changes are not saved</source>
        <translation>Modifications non enregistrées</translation>
    </message>
    <message>
        <source>These dashboards have changes that are not saved: %1.</source>
        <translation>Ces tableaux de bord ont des modifications non enregistrées&#x202f;: %1.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Enregistré sous %1</translation>
    </message>
    <message>
        <source>“%1” could not be moved to the trash; its file is %2.</source>
        <translation>«&#x202f;%1&#x202f;» n’a pas pu être mis à la corbeille&#x202f;; son fichier est %2.</translation>
    </message>
    <message>
        <source>Copy a link to what is shown</source>
        <translation>Copier un lien vers ce qui est affiché</translation>
    </message>
    <message>
        <source>Open the link in the clipboard</source>
        <translation>Ouvrir le lien du presse-papiers</translation>
    </message>
    <message>
        <source>Copy a link to it</source>
        <translation>Copier un lien vers lui</translation>
    </message>
    <message>
        <source>Import from Grafana…</source>
        <translation>Importer de Grafana…</translation>
    </message>
    <message>
        <source>There is no dashboard with the uid “%1” here. Import it, or open a link to one in the list.</source>
        <translation>Aucun tableau de bord n’a ici l’uid «&#x202f;%1&#x202f;». Importez-le, ou ouvrez un lien vers un de la liste.</translation>
    </message>
    <message>
        <source>The link&apos;s time zone “%1” is not known; times stay as they were.</source>
        <translation>Le fuseau horaire du lien, «&#x202f;%1&#x202f;», est inconnu&#x202f;; les heures restent comme elles étaient.</translation>
    </message>
    <message>
        <source>The link&apos;s time range is wrong: %1</source>
        <translation>La période du lien est incorrecte&#x202f;: %1</translation>
    </message>
    <message>
        <source>The link names the panel %1, which is not on this dashboard.</source>
        <translation>Le lien nomme le panneau %1, qui n’est pas dans ce tableau de bord.</translation>
    </message>
    <message>
        <source>Edit: change, move and resize panels</source>
        <translation>Modifier&#x202f;: changer, déplacer et redimensionner les panneaux</translation>
    </message>
    <message>
        <source>Change this dashboard, or be done</source>
        <translation>Modifier ce tableau de bord, ou terminer</translation>
    </message>
    <message>
        <source>edit modify arrange panels</source>
        <translation>éditer changer edit disposer panneaux</translation>
    </message>
    <message>
        <source>Add panel</source>
        <translation>Ajouter un panneau</translation>
    </message>
    <message>
        <source>new chart graph create</source>
        <translation>nouveau graphique courbe créer</translation>
    </message>
    <message>
        <source>Save the dashboard</source>
        <translation>Enregistrer le tableau de bord</translation>
    </message>
    <message>
        <source>store write</source>
        <translation>sauvegarder sauver save</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Enregistrer sous…</translation>
    </message>
    <message>
        <source>copy duplicate the dashboard</source>
        <translation>sauvegarder copier dupliquer le tableau de bord</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Annuler le dernier changement</translation>
    </message>
    <message>
        <source>Redo what was undone</source>
        <translation>Rétablir ce qui fut annulé</translation>
    </message>
    <message>
        <source>create empty</source>
        <translation>créer vide</translation>
    </message>
    <message>
        <source>a dashboard from a file, JSON or Grafana load open upload</source>
        <translation>un tableau de bord depuis un fichier, JSON ou Grafana charger ouvrir</translation>
    </message>
    <message>
        <source>Move this dashboard to the trash</source>
        <translation>Mettre ce tableau de bord à la corbeille</translation>
    </message>
    <message>
        <source>delete remove</source>
        <translation>supprimer effacer retirer</translation>
    </message>
    <message>
        <source>All marks on the charts on or off</source>
        <translation>Toutes les marques sur les courbes, ou aucune</translation>
    </message>
    <message>
        <source>annotations events flags</source>
        <translation>annotations événements drapeaux</translation>
    </message>
    <message>
        <source>Marks are off</source>
        <translation>Marques masquées</translation>
    </message>
    <message>
        <source>Marks are on</source>
        <translation>Marques affichées</translation>
    </message>
    <message>
        <source>Link to the panel copied</source>
        <translation>Lien vers le panneau copié</translation>
    </message>
    <message>
        <source>Link to this dashboard copied</source>
        <translation>Lien vers ce tableau de bord copié</translation>
    </message>
    <message>
        <source>“%1” taken off the list</source>
        <translation>«&#x202f;%1&#x202f;» retiré de la liste</translation>
    </message>
    <message>
        <source>“%1” moved to the trash</source>
        <translation>«&#x202f;%1&#x202f;» mis à la corbeille</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>“%1” could not be brought back; its file is %2.</source>
        <translation>«&#x202f;%1&#x202f;» n’a pas pu être rétabli&#x202f;; son fichier est %2.</translation>
    </message>
    <message>
        <source>No dashboard here has the tags %1</source>
        <translation>Aucun tableau de bord ici ne porte les étiquettes %1</translation>
    </message>
    <message>
        <source>Compare with the period before</source>
        <translation>Comparer à la période précédente</translation>
    </message>
    <message>
        <source>Compare with the day before</source>
        <translation>Comparer à la veille</translation>
    </message>
    <message>
        <source>Compare with the week before</source>
        <translation>Comparer à la semaine précédente</translation>
    </message>
    <message>
        <source>Compare with nothing</source>
        <translation>Ne comparer à rien</translation>
    </message>
</context>
<context>
    <name>vigie::console::DashboardPane</name>
    <message>
        <source>Drag panels to move them, their corner to resize; Enter changes, Delete removes.</source>
        <translation>Glisser déplace, le coin redimensionne&#x202f;; Entrée modifie, Suppr retire.</translation>
    </message>
    <message>
        <source>Add panel</source>
        <translation>Ajouter un panneau</translation>
    </message>
    <message>
        <source>New panel</source>
        <translation>Nouveau panneau</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Enregistrer sous…</translation>
    </message>
    <message>
        <source>As one of your own dashboards</source>
        <translation>Parmi vos propres tableaux de bord</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Undo: %1 (Ctrl+Z)</source>
        <translation>Annuler&#x202f;: %1 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo: %1 (Ctrl+Shift+Z)</source>
        <translation>Rétablir&#x202f;: %1 (Ctrl+Maj+Z)</translation>
    </message>
    <message>
        <source>Another program changed the file of this dashboard, and you have changes that are not saved.</source>
        <translation>Un autre programme a modifié le fichier de ce tableau de bord, et vous avez des modifications non enregistrées.</translation>
    </message>
    <message>
        <source>Reload, drop mine</source>
        <translation>Recharger, abandonner les miennes</translation>
    </message>
    <message>
        <source>The file is no dashboard any more; what is shown is the last that was. %1</source>
        <translation>Le fichier n’est plus un tableau de bord&#x202f;; le dernier état valable est affiché. %1</translation>
    </message>
    <message>
        <source>Resize panel</source>
        <translation>Redimensionner un panneau</translation>
    </message>
    <message>
        <source>Move panel</source>
        <translation>Déplacer un panneau</translation>
    </message>
    <message>
        <source>Change panel</source>
        <translation>Modifier un panneau</translation>
    </message>
    <message>
        <source>Copy panel</source>
        <translation>Dupliquer un panneau</translation>
    </message>
    <message>
        <source>Remove panel</source>
        <translation>Supprimer un panneau</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Inspecter</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Explorer</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <source>Not saved. %1</source>
        <translation>Non enregistré. %1</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Écraser</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Enregistrer sous</translation>
    </message>
    <message>
        <source>This dashboard comes with the console and stays as it is. Save yours under the title:</source>
        <translation>Ce tableau de bord est fourni avec la console et reste tel quel. Enregistrez le vôtre sous le titre&#x202f;:</translation>
    </message>
    <message>
        <source>Save among your own dashboards under the title:</source>
        <translation>Enregistrer parmi vos propres tableaux de bord sous le titre&#x202f;:</translation>
    </message>
    <message>
        <source>%1 (mine)</source>
        <translation>%1 (le mien)</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
</context>
<context>
    <name>vigie::console::DashboardTools</name>
    <message>
        <source>Nothing</source>
        <translation>Rien</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Comparer à</translation>
    </message>
    <message>
        <source>What is marked on the charts</source>
        <translation>Ce qui est marqué sur les courbes</translation>
    </message>
    <message>
        <source>%1 (not known)</source>
        <translation>%1 (inconnu)</translation>
    </message>
    <message>
        <source>Period before</source>
        <translation>Période précédente</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>La veille</translation>
    </message>
    <message>
        <source>Week before</source>
        <translation>Semaine d’avant</translation>
    </message>
</context>
<context>
    <name>vigie::console::DiscordView</name>
    <message>
        <source>The message on Discord</source>
        <translation>Le message sur Discord</translation>
    </message>
</context>
<context>
    <name>vigie::console::Drawer</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Fermer (Échap)</translation>
    </message>
</context>
<context>
    <name>vigie::console::DrillDrawer</name>
    <message>
        <source>Drill</source>
        <translation>Exercice</translation>
    </message>
    <message>
        <source>Start the drill</source>
        <translation>Lancer l’exercice</translation>
    </message>
    <message>
        <source>Cancel the drill</source>
        <translation>Annuler l’exercice</translation>
    </message>
    <message>
        <source>Another drill</source>
        <translation>Autre exercice</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Ouvrir le rapport</translation>
    </message>
    <message>
        <source>Cancelled: mending what the drill broke…</source>
        <translation>Annulé&#x202f;: remise en état en cours…</translation>
    </message>
    <message>
        <source>Something is broken on purpose, and its alert is followed until it is told, acknowledged and resolved. Every message says DRILL. Whatever happens, everything is mended at the end.</source>
        <translation>Quelque chose est cassé exprès, et son alerte est suivie jusqu’à ce qu’elle soit annoncée, acquittée et résolue. Chaque message porte DRILL. Quoi qu’il arrive, tout est remis en état à la fin.</translation>
    </message>
    <message>
        <source>The service is down</source>
        <translation>Le service est arrêté</translation>
    </message>
    <message>
        <source>vigie-server is kept down: users get no answer for about two minutes. ServiceDown is told within 100 s.</source>
        <translation>vigie-server reste arrêté&#x202f;: pas de réponse aux utilisateurs pendant deux minutes environ. ServiceDown est annoncée en moins de 100&#x202f;s.</translation>
    </message>
    <message>
        <source>Too many errors</source>
        <translation>Trop d’erreurs</translation>
    </message>
    <message>
        <source>A route of its own is answered 503, twice a second. Nobody else notices. HighErrorRate is told within 4 min 30 s.</source>
        <translation>Une route à part répond 503, deux fois par seconde. Personne d’autre ne le remarque. HighErrorRate est annoncée en moins de 4&#x202f;min&#x202f;30&#x202f;s.</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>Réponses lentes</translation>
    </message>
    <message>
        <source>The same route is answered after 2.6 s. Nobody else notices. HighResponseTime is told within 4 min 30 s.</source>
        <translation>La même route répond après 2,6&#x202f;s. Personne d’autre ne le remarque. HighResponseTime est annoncée en moins de 4&#x202f;min&#x202f;30&#x202f;s.</translation>
    </message>
    <message>
        <source>Rehearse: times shortened twentyfold, half a minute in all</source>
        <translation>Répétition&#x202f;: durées divisées par vingt, une demi-minute en tout</translation>
    </message>
    <message>
        <source>I may break this service now</source>
        <translation>Je peux casser ce service maintenant</translation>
    </message>
    <message>
        <source>Preparing: the drill is marked…</source>
        <translation>Préparation&#x202f;: l’exercice est signalé…</translation>
    </message>
    <message>
        <source>Waiting for: %1</source>
        <translation>En attente de&#x202f;: %1</translation>
    </message>
    <message>
        <source>skipped: %1</source>
        <translation>omis&#x202f;: %1</translation>
    </message>
    <message>
        <source>limit: %1 after the fault</source>
        <translation>limite&#x202f;: %1 après la panne</translation>
    </message>
    <message>
        <source>limit: %1 after the recovery</source>
        <translation>limite&#x202f;: %1 après le rétablissement</translation>
    </message>
    <message>
        <source>The drill could not begin</source>
        <translation>L’exercice n’a pas pu commencer</translation>
    </message>
    <message>
        <source>Passed: every step came in time</source>
        <translation>Réussi&#x202f;: chaque étape est venue à temps</translation>
    </message>
    <message>
        <source>Cancelled; everything is mended</source>
        <translation>Annulé&#x202f;; tout est remis en état</translation>
    </message>
    <message>
        <source>Failed; everything is mended</source>
        <translation>Échoué&#x202f;; tout est remis en état</translation>
    </message>
    <message>
        <source>The report is kept as %1</source>
        <translation>Le rapport est gardé dans %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::DrillRun</name>
    <message>
        <source>vigie-stack is not there or cannot be run. Build it with ./vigie build.</source>
        <translation>vigie-stack est absent ou ne peut pas être lancé. Construisez-le avec ./vigie build.</translation>
    </message>
    <message>
        <source>vigie-stack ended without a word.</source>
        <translation>vigie-stack s’est arrêté sans un mot.</translation>
    </message>
</context>
<context>
    <name>vigie::console::EmptyDashboard</name>
    <message>
        <source>No panel yet</source>
        <translation>Aucun panneau pour l’instant</translation>
    </message>
    <message>
        <source>A panel asks Prometheus something and draws the answer. Try a query in Explore first, or begin with an empty panel here.</source>
        <translation>Un panneau interroge Prometheus et dessine la réponse. Essayez d’abord une requête dans Explorer, ou commencez ici par un panneau vide.</translation>
    </message>
    <message>
        <source>Add panel</source>
        <translation>Ajouter un panneau</translation>
    </message>
</context>
<context>
    <name>vigie::console::Endpoints</name>
    <message>
        <source>local stack</source>
        <translation>pile locale</translation>
    </message>
</context>
<context>
    <name>vigie::console::ExplorePage</name>
    <message>
        <source>Explore</source>
        <translation>Explorer</translation>
    </message>
    <message>
        <source>Add query</source>
        <translation>Ajouter une requête</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Add to dashboard</source>
        <translation>Ajouter au tableau de bord</translation>
    </message>
    <message>
        <source>Run the queries (Ctrl+Enter)</source>
        <translation>Exécuter les requêtes (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Open in Prometheus</source>
        <translation>Ouvrir dans Prometheus</translation>
    </message>
    <message>
        <source>New panel</source>
        <translation>Nouveau panneau</translation>
    </message>
    <message>
        <source>New dashboard</source>
        <translation>Nouveau tableau de bord</translation>
    </message>
</context>
<context>
    <name>vigie::console::ExploreResults</name>
    <message>
        <source>Write a query and press Ctrl+Enter. Ctrl+Space shows the metrics, labels and functions there are.</source>
        <translation>Écrivez une requête puis Ctrl+Entrée. Ctrl+Espace montre les métriques, étiquettes et fonctions disponibles.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>“%1” is no duration for the least step; write for example 15s or 1m.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas une durée pour le pas minimal&#x202f;; écrivez par exemple 15s ou 1m.</translation>
    </message>
</context>
<context>
    <name>vigie::console::FilterChips</name>
    <message>
        <source>Filter</source>
        <translation>Filtre</translation>
    </message>
    <message>
        <source>Only series with this label, in every panel</source>
        <translation>Seulement les séries de cette étiquette, dans tous les panneaux</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>Ajouter un filtre</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>Filtre&#x202f;: %1</translation>
    </message>
    <message>
        <source>%1
Change it, or remove it with Delete</source>
        <translation>%1
Le changer, ou le retirer avec Suppr</translation>
    </message>
</context>
<context>
    <name>vigie::console::FilterEditor</name>
    <message>
        <source>is</source>
        <translation>est</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>n’est pas</translation>
    </message>
    <message>
        <source>matches the regular expression</source>
        <translation>correspond à l’expression régulière</translation>
    </message>
    <message>
        <source>does not match the regular expression</source>
        <translation>ne correspond pas à l’expression régulière</translation>
    </message>
    <message>
        <source>is less than</source>
        <translation>est inférieur à</translation>
    </message>
    <message>
        <source>is greater than</source>
        <translation>est supérieur à</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>Ajouter un filtre</translation>
    </message>
    <message>
        <source>Change the filter</source>
        <translation>Changer le filtre</translation>
    </message>
    <message>
        <source>Label, for example job</source>
        <translation>Étiquette, par exemple job</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Étiquette</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>“%1” is no label: letters, digits and _ only.</source>
        <translation>«&#x202f;%1&#x202f;» n’est pas une étiquette&#x202f;: seulement des lettres, des chiffres et _.</translation>
    </message>
    <message>
        <source>That is no regular expression: %1</source>
        <translation>Ce n’est pas une expression régulière&#x202f;: %1</translation>
    </message>
    <message>
        <source>What there is to choose could not be asked for: %1</source>
        <translation>Les choix possibles n’ont pas pu être demandés&#x202f;: %1</translation>
    </message>
    <message>
        <source>An empty value means series without the label.</source>
        <translation>Une valeur vide désigne les séries sans cette étiquette.</translation>
    </message>
    <message>
        <source>Prometheus compares labels with %1 only: the panels will show its error.</source>
        <translation>Prometheus ne compare les étiquettes qu’avec %1&#x202f;: les panneaux montreront son erreur.</translation>
    </message>
</context>
<context>
    <name>vigie::console::GrafanaDashboards</name>
    <message>
        <source>Grafana at %1 does not answer: %2.</source>
        <translation>Grafana à l’adresse %1 ne répond pas&#x202f;: %2.</translation>
    </message>
    <message>
        <source>Grafana at %1 refuses the token (HTTP %2). Give GRAFANA_TOKEN one of a service account that may view this dashboard.</source>
        <translation>Grafana à l’adresse %1 refuse le jeton (HTTP %2). Donnez à GRAFANA_TOKEN celui d’un compte de service qui peut voir ce tableau de bord.</translation>
    </message>
    <message>
        <source>Grafana at %1 wants to know who asks (HTTP %2). Set GRAFANA_TOKEN to a service account&apos;s token.</source>
        <translation>Grafana à l’adresse %1 veut savoir qui demande (HTTP %2). Mettez dans GRAFANA_TOKEN le jeton d’un compte de service.</translation>
    </message>
    <message>
        <source>Grafana at %1 has no dashboard with the uid “%2”.</source>
        <translation>Grafana à l’adresse %1 n’a pas de tableau de bord d’uid «&#x202f;%2&#x202f;».</translation>
    </message>
    <message>
        <source>Grafana at %1 answered HTTP %2.</source>
        <translation>Grafana à l’adresse %1 a répondu HTTP %2.</translation>
    </message>
    <message>
        <source>What answers at %1 is no Grafana: its answer holds no dashboard.</source>
        <translation>Ce qui répond à l’adresse %1 n’est pas un Grafana&#x202f;: sa réponse ne contient aucun tableau de bord.</translation>
    </message>
    <message>
        <source>No Grafana is configured. Start the console with --grafana URL, or set GRAFANA_URL.</source>
        <translation>Aucun Grafana n’est configuré. Lancez la console avec --grafana URL, ou définissez GRAFANA_URL.</translation>
    </message>
</context>
<context>
    <name>vigie::console::GridEditor</name>
    <message>
        <source>Panels, to be arranged</source>
        <translation>Panneaux à disposer</translation>
    </message>
    <message>
        <source>%1: column %2, row %3, %4 wide, %5 high</source>
        <translation>%1&#x202f;: colonne %2, ligne %3, largeur %4, hauteur %5</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>%1, under “%2”</source>
        <translation>%1, sous «&#x202f;%2&#x202f;»</translation>
    </message>
</context>
<context>
    <name>vigie::console::HealthMonitor</name>
    <message>
        <source>PostgreSQL down</source>
        <translation>PostgreSQL à l’arrêt</translation>
    </message>
    <message>
        <source>PostgreSQL %1</source>
        <translation>PostgreSQL %1</translation>
    </message>
    <message>
        <source>The server does not say.</source>
        <translation>Le serveur ne le dit pas.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Not asked yet.</source>
        <translation>Pas encore interrogé.</translation>
    </message>
    <message>
        <source>Grafana not configured</source>
        <translation>Grafana non configuré</translation>
    </message>
    <message>
        <source>Start the console with --grafana URL to open panels in Grafana.</source>
        <translation>Lancez la console avec --grafana URL pour ouvrir les panneaux dans Grafana.</translation>
    </message>
    <message>
        <source>Server unreachable</source>
        <translation>Serveur injoignable</translation>
    </message>
    <message>
        <source>The server at %1 does not answer: %2.</source>
        <translation>Le serveur %1 ne répond pas&#x202f;: %2.</translation>
    </message>
    <message>
        <source>Unknown while the server is unreachable.</source>
        <translation>Inconnu tant que le serveur est injoignable.</translation>
    </message>
    <message>
        <source>Server unknown</source>
        <translation>Serveur inconnu</translation>
    </message>
    <message>
        <source>%1 does not answer like a Vigie server.</source>
        <translation>%1 ne répond pas comme un serveur Vigie.</translation>
    </message>
    <message>
        <source>Server %1</source>
        <translation>Serveur %1</translation>
    </message>
    <message>
        <source>Server %1 %2</source>
        <translation>Serveur %1 %2</translation>
    </message>
    <message>
        <source>Prometheus unreachable</source>
        <translation>Prometheus injoignable</translation>
    </message>
    <message>
        <source>Prometheus · no samples</source>
        <translation>Prometheus · aucun échantillon</translation>
    </message>
    <message>
        <source>No target has been scraped in the last five minutes.</source>
        <translation>Aucune cible n’a été collectée ces cinq dernières minutes.</translation>
    </message>
    <message>
        <source>Prometheus · newest sample %1 ago</source>
        <translation>Prometheus · dernier échantillon il y a %1</translation>
    </message>
    <message>
        <source>Scraping has stopped, or every target is gone.</source>
        <translation>La collecte s’est arrêtée, ou toutes les cibles ont disparu.</translation>
    </message>
    <message>
        <source>Grafana unreachable</source>
        <translation>Grafana injoignable</translation>
    </message>
    <message>
        <source>Its health check answered HTTP %1.</source>
        <translation>Son contrôle de santé a répondu HTTP %1.</translation>
    </message>
    <message>
        <source>Prometheus · no answer for %1</source>
        <translation>Prometheus · sans réponse depuis %1</translation>
    </message>
    <message>
        <source>It took the question and does not answer; what is shown may be old.</source>
        <translation>Il a reçu la question et ne répond pas&#x202f;; ce qui est affiché peut être ancien.</translation>
    </message>
</context>
<context>
    <name>vigie::console::HeatmapBody</name>
    <message>
        <source>%1 buckets over %2 moments, at most %3</source>
        <translation>%1 classes sur %2 instants, au plus %3</translation>
    </message>
</context>
<context>
    <name>vigie::console::HelpOverlay</name>
    <message>
        <source>Keyboard</source>
        <translation>Clavier</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::HistogramBody</name>
    <message>
        <source>Most often from %1</source>
        <translation>Le plus souvent à partir de %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::HistoryPanel</name>
    <message>
        <source>Queries run before</source>
        <translation>Requêtes déjà exécutées</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Forget all</source>
        <translation>Tout oublier</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>Fermer l’historique</translation>
    </message>
    <message>
        <source>Search queries</source>
        <translation>Chercher une requête</translation>
    </message>
    <message>
        <source>Queries run before, newest first</source>
        <translation>Requêtes déjà exécutées, les plus récentes d’abord</translation>
    </message>
    <message>
        <source>Queries you run are kept here.</source>
        <translation>Les requêtes exécutées sont conservées ici.</translation>
    </message>
    <message>
        <source>No query with these words.</source>
        <translation>Aucune requête avec ces mots.</translation>
    </message>
</context>
<context>
    <name>vigie::console::ImportDrawer</name>
    <message>
        <source>Import a dashboard</source>
        <translation>Importer un tableau de bord</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Paste the JSON of a Grafana dashboard, or open a file.</source>
        <translation>Collez le JSON d’un tableau de bord Grafana, ou ouvrez un fichier.</translation>
    </message>
    <message>
        <source>Paste the JSON of a Grafana dashboard or its address in %1, or open a file.</source>
        <translation>Collez le JSON d’un tableau de bord Grafana ou son adresse dans %1, ou ouvrez un fichier.</translation>
    </message>
    <message>
        <source>JSON of the dashboard, or its address</source>
        <translation>JSON du tableau de bord, ou son adresse</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>Ouvrir un fichier…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Coller</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>This is neither a dashboard&apos;s JSON nor the address of one (https://grafana.example/d/uid/name).</source>
        <translation>Ce n’est ni le JSON d’un tableau de bord ni l’adresse d’un tableau (https://grafana.example/d/uid/name).</translation>
    </message>
    <message numerus="yes">
        <source>“%1”, %n panel(s)</source>
        <translation>
            <numerusform>«&#x202f;%1&#x202f;», %n panneau</numerusform>
            <numerusform>«&#x202f;%1&#x202f;», %n panneaux</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking Grafana for “%1”…</source>
        <translation>Demande de «&#x202f;%1&#x202f;» à Grafana…</translation>
    </message>
    <message>
        <source>%1 (uid of the data source)</source>
        <translation>%1 (uid de la source de données)</translation>
    </message>
    <message>
        <source>Open a dashboard</source>
        <translation>Ouvrir un tableau de bord</translation>
    </message>
    <message>
        <source>Dashboards (*.json)</source>
        <translation>Tableaux de bord (*.json)</translation>
    </message>
</context>
<context>
    <name>vigie::console::InspectData</name>
    <message>
        <source>Formatted</source>
        <translation>Mis en forme</translation>
    </message>
    <message>
        <source>With transformations</source>
        <translation>Avec les transformations</translation>
    </message>
    <message>
        <source>Copy CSV</source>
        <translation>Copier en CSV</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>Enregistrer en CSV…</translation>
    </message>
    <message>
        <source>Values with their units, or every digit of them</source>
        <translation>Les valeurs avec leurs unités, ou tous leurs chiffres</translation>
    </message>
    <message>
        <source>No data in this time range</source>
        <translation>Aucune donnée sur cette plage de temps</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Enregistrer en CSV</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
</context>
<context>
    <name>vigie::console::InspectDrawer</name>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Series answered</source>
        <translation>Séries reçues</translation>
    </message>
    <message>
        <source>Points answered</source>
        <translation>Points reçus</translation>
    </message>
    <message>
        <source>Until the last answer</source>
        <translation>Jusqu’à la dernière réponse</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1&#x202f;ms</translation>
    </message>
    <message>
        <source>Tables after transformations</source>
        <translation>Tableaux après transformations</translation>
    </message>
    <message>
        <source>%1, with %2 rows</source>
        <translation>%1, soit %2 lignes</translation>
    </message>
    <message>
        <source>Transformations</source>
        <translation>Transformations</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>Plage de temps</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 à %2</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Avis</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Inspecter</translation>
    </message>
    <message>
        <source>What is shown of the panel</source>
        <translation>Ce qui est montré du panneau</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Stats</source>
        <translation>Statistiques</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JSON of the panel</source>
        <translation>JSON du panneau</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Inspect: %1</source>
        <translation>Inspecter&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::InspectQueries</name>
    <message>
        <source>Instant, at %1</source>
        <translation>Instantanée, à %1</translation>
    </message>
    <message>
        <source>Range, from %1 to %2, step %3</source>
        <translation>Plage, de %1 à %2, pas %3</translation>
    </message>
    <message>
        <source>%1 series, %2 points, %3 ms</source>
        <translation>Séries&#x202f;: %1, points&#x202f;: %2, %3&#x202f;ms</translation>
    </message>
    <message>
        <source>Nothing was asked yet.</source>
        <translation>Rien n’a encore été demandé.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the expression of query %1</source>
        <translation>Copier l’expression de la requête %1</translation>
    </message>
    <message>
        <source>Query %1</source>
        <translation>Requête %1</translation>
    </message>
    <message>
        <source>As written: %1</source>
        <translation>Telle qu’écrite&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::LinkBar</name>
    <message>
        <source>Links</source>
        <translation>Liens</translation>
    </message>
</context>
<context>
    <name>vigie::console::LocalStack</name>
    <message>
        <source>Local stack not running</source>
        <translation>Pile locale à l’arrêt</translation>
    </message>
    <message>
        <source>Local stack starting</source>
        <translation>Pile locale en démarrage</translation>
    </message>
    <message>
        <source>Local stack</source>
        <translation>Pile locale</translation>
    </message>
    <message>
        <source>Local stack degraded</source>
        <translation>Pile locale dégradée</translation>
    </message>
    <message>
        <source>Local stack stopped</source>
        <translation>Pile locale arrêtée</translation>
    </message>
</context>
<context>
    <name>vigie::console::MainWindow</name>
    <message>
        <source>%1 – Vigie</source>
        <translation>%1 – Vigie</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>Actualiser</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Clair ou sombre</translation>
    </message>
    <message>
        <source>Next control; Enter opens a panel&apos;s menu</source>
        <translation>Suivant&#x202f;; Entrée ouvre son menu</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Cette liste</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Console</translation>
    </message>
    <message>
        <source>Only the page (kiosk)</source>
        <translation>La page seule (kiosque)</translation>
    </message>
    <message>
        <source>Go to or do anything</source>
        <translation>Tout trouver, tout faire</translation>
    </message>
    <message>
        <source>Out of full screen, kiosk or a pinned tooltip</source>
        <translation>Quitter plein écran, kiosque, épingle</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>Run the queries of Explore</source>
        <translation>Exécuter les requêtes d’Explorer</translation>
    </message>
    <message>
        <source>Collapse the navigation, or unfold it</source>
        <translation>Replier la navigation, ou la déplier</translation>
    </message>
    <message>
        <source>sidebar menu hide show</source>
        <translation>barre latérale menu cacher masquer montrer</translation>
    </message>
</context>
<context>
    <name>vigie::console::MessageDetail</name>
    <message>
        <source>1, at %1</source>
        <translation>1, le %1</translation>
    </message>
    <message>
        <source>%1, the first at %2, the last at %3</source>
        <translation>%1, le premier le %2, le dernier le %3</translation>
    </message>
    <message>
        <source>The message is being written.</source>
        <translation>Le message est en cours de rédaction.</translation>
    </message>
    <message>
        <source>Resolved %1 later: show it</source>
        <translation>Résolue %1 plus tard&#x202f;: voir</translation>
    </message>
    <message>
        <source>Began %1 before: show it</source>
        <translation>Commencée %1 avant&#x202f;: voir</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Réglé</translation>
    </message>
    <message>
        <source>%1, after %2</source>
        <translation>%1, après %2</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>Last failure</source>
        <translation>Dernier échec</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Prochain essai</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>DISCORD_WEBHOOK_URL is not set: nobody was told.</source>
        <translation>DISCORD_WEBHOOK_URL n’est pas défini&#x202f;: personne n’a été prévenu.</translation>
    </message>
</context>
<context>
    <name>vigie::console::MessageText</name>
    <message>
        <source>Copy code</source>
        <translation>Copier le code</translation>
    </message>
</context>
<context>
    <name>vigie::console::MetadataClient</name>
    <message>
        <source>Prometheus at %1 does not answer: %2.</source>
        <translation>Prometheus à %1 ne répond pas&#x202f;: %2.</translation>
    </message>
    <message>
        <source>Prometheus&apos; list of labels is over 64 MiB. Choose a shorter time range, or a selector that finds fewer series.</source>
        <translation>La liste d’étiquettes de Prometheus dépasse 64&#xa0;Mio. Choisissez une plage plus courte, ou un sélecteur qui trouve moins de séries.</translation>
    </message>
</context>
<context>
    <name>vigie::console::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>%1 (g %2)</source>
        <translation>%1 (g %2)</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>Replier</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>Afficher les mots</translation>
    </message>
    <message>
        <source>Show icons only</source>
        <translation>N’afficher que les icônes</translation>
    </message>
    <message>
        <source>%1, %2 to look at</source>
        <translation>%1, %2 à regarder</translation>
    </message>
</context>
<context>
    <name>vigie::console::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>vigie::console::NoticeMark</name>
    <message numerus="yes">
        <source>%n notice(s) about this panel&apos;s data</source>
        <translation>
            <numerusform>%n remarque sur les données de ce panneau</numerusform>
            <numerusform>%n remarques sur les données de ce panneau</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::OfflineBar</name>
    <message>
        <source>Try now</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>%1 What is drawn is the last that was known; the console keeps trying.</source>
        <translation>%1 Ce qui est tracé est le dernier état connu&#x202f;; la console continue d’essayer.</translation>
    </message>
    <message>
        <source>%1 Nothing is known from before; the console keeps trying.</source>
        <translation>%1 Rien n’est connu d’avant&#x202f;; la console continue d’essayer.</translation>
    </message>
</context>
<context>
    <name>vigie::console::PanelEditor</name>
    <message>
        <source>Change panel</source>
        <translation>Modifier un panneau</translation>
    </message>
    <message>
        <source>Grafana&apos;s id of the unit: s, bytes, percentunit, reqps …</source>
        <translation>L’identifiant de l’unité dans Grafana&#x202f;: s, bytes, percentunit, reqps…</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unité</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <source>Bounds</source>
        <translation>Bornes</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Seuils</translation>
    </message>
    <message>
        <source>Least value</source>
        <translation>Plus petite valeur</translation>
    </message>
    <message>
        <source>Greatest value</source>
        <translation>Plus grande valeur</translation>
    </message>
    <message>
        <source>Add query</source>
        <translation>Ajouter une requête</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panneau</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>Modifier&#x202f;: %1</translation>
    </message>
    <message>
        <source>The changes are not applied. Close once more to drop them.</source>
        <translation>Les modifications ne sont pas appliquées. Fermez encore une fois pour les abandonner.</translation>
    </message>
</context>
<context>
    <name>vigie::console::PanelHeader</name>
    <message>
        <source>%1: panel menu</source>
        <translation>%1&#x202f;: menu du panneau</translation>
    </message>
</context>
<context>
    <name>vigie::console::PanelMessage</name>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>vigie::console::PanelQuery</name>
    <message>
        <source>Query %1 is an expression that Grafana computes; it is left out here.</source>
        <translation>La requête %1 est une expression que calcule Grafana&#x202f;; elle est laissée de côté ici.</translation>
    </message>
    <message>
        <source>Query %1 needs a data source of type “%2”; it is left out here.</source>
        <translation>La requête %1 demande une source de données de type «&#x202f;%2&#x202f;»&#x202f;; elle est laissée de côté ici.</translation>
    </message>
</context>
<context>
    <name>vigie::console::PanelWidget</name>
    <message>
        <source>loading</source>
        <translation>chargement</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>aucune donnée</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>à jour</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>périmé</translation>
    </message>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>non pris en charge</translation>
    </message>
    <message>
        <source>Panels of type “%1” are not drawn yet.</source>
        <translation>Les panneaux de type «&#x202f;%1&#x202f;» ne sont pas encore tracés.</translation>
    </message>
    <message>
        <source>No data in this time range</source>
        <translation>Aucune donnée sur cette période</translation>
    </message>
    <message>
        <source>Its queries matched no series. Nothing has happened yet, or its source is not scraped: choose a longer range, or look at the targets in Prometheus.</source>
        <translation>Ses requêtes ne trouvent aucune série. Rien ne s’est encore produit, ou la source n’est pas collectée&#x202f;: choisissez une période plus longue ou voyez les cibles dans Prometheus.</translation>
    </message>
    <message>
        <source>No answer to this panel&apos;s query</source>
        <translation>Requête sans réponse</translation>
    </message>
    <message>
        <source>no new data for %1</source>
        <translation>rien de nouveau depuis %1</translation>
    </message>
    <message>
        <source>no new data</source>
        <translation>rien de nouveau</translation>
    </message>
    <message>
        <source>Open in Prometheus</source>
        <translation>Ouvrir dans Prometheus</translation>
    </message>
    <message>
        <source>Open in Grafana</source>
        <translation>Ouvrir dans Grafana</translation>
    </message>
    <message>
        <source>Copy PromQL</source>
        <translation>Copier le PromQL</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Copier en CSV</translation>
    </message>
    <message>
        <source>Save image…</source>
        <translation>Enregistrer l’image…</translation>
    </message>
    <message>
        <source>Save image</source>
        <translation>Enregistrer l’image</translation>
    </message>
    <message>
        <source>Images (*.png)</source>
        <translation>Images (*.png)</translation>
    </message>
    <message>
        <source>It needs a data source of type “%1”; the console asks Prometheus only.</source>
        <translation>Il lui faut une source de données de type «&#x202f;%1&#x202f;»&#x202f;; la console n’interroge que Prometheus.</translation>
    </message>
    <message>
        <source>Full screen, or back</source>
        <translation>Plein écran, ou retour</translation>
    </message>
    <message>
        <source>Explore in Grafana</source>
        <translation>Explorer dans Grafana</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Copier l’image</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Légende</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>hors ligne</translation>
    </message>
    <message>
        <source>data of %1</source>
        <translation>données de %1</translation>
    </message>
    <message>
        <source>no answer · data of %1</source>
        <translation>sans réponse · données de %1</translation>
    </message>
    <message>
        <source>offline · data of %1</source>
        <translation>hors ligne · données de %1</translation>
    </message>
    <message>
        <source>The compared time is not known: %1</source>
        <translation>La période comparée n’est pas connue&#x202f;: %1</translation>
    </message>
    <message>
        <source>Nothing this panel can draw</source>
        <translation>Rien que ce panneau puisse tracer</translation>
    </message>
    <message>
        <source>No query yet</source>
        <translation>Pas encore de requête</translation>
    </message>
    <message>
        <source>Edit the panel to say what it asks Prometheus for.</source>
        <translation>Modifiez le panneau pour dire ce qu’il demande à Prometheus.</translation>
    </message>
    <message>
        <source>PromQL copied</source>
        <translation>PromQL copié</translation>
    </message>
    <message>
        <source>Image copied</source>
        <translation>Image copiée</translation>
    </message>
    <message>
        <source>Values copied as CSV</source>
        <translation>Valeurs copiées en CSV</translation>
    </message>
</context>
<context>
    <name>vigie::console::PieBody</name>
    <message>
        <source>%1: %2, %3 %</source>
        <translation>%1&#x202f;: %2, %3&#x202f;%</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1&#x202f;%</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
</context>
<context>
    <name>vigie::console::PinnedTooltip</name>
    <message>
        <source>Pinned values</source>
        <translation>Valeurs épinglées</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>Copier les valeurs</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>vigie::console::Problem</name>
    <message>
        <source>The server did not accept the question.</source>
        <translation>Le serveur n’a pas accepté la question.</translation>
    </message>
    <message>
        <source>The server asks for an API key, or the key is wrong.</source>
        <translation>Le serveur demande une clé d’API, ou la clé est fausse.</translation>
    </message>
    <message>
        <source>The server does not allow this.</source>
        <translation>Le serveur ne le permet pas.</translation>
    </message>
    <message>
        <source>This is not on the server any more.</source>
        <translation>Le serveur ne l’a plus.</translation>
    </message>
    <message>
        <source>The same work is already running.</source>
        <translation>Le même travail est déjà en cours.</translation>
    </message>
    <message>
        <source>The question is too long for the server.</source>
        <translation>La question est trop longue pour le serveur.</translation>
    </message>
    <message>
        <source>Too many questions at once.</source>
        <translation>Trop de questions à la fois.</translation>
    </message>
    <message>
        <source>The answer was stopped.</source>
        <translation>La réponse a été arrêtée.</translation>
    </message>
    <message>
        <source>The server failed.</source>
        <translation>Le serveur a échoué.</translation>
    </message>
    <message>
        <source>The server cannot do this yet.</source>
        <translation>Le serveur ne sait pas encore le faire.</translation>
    </message>
    <message>
        <source>The language model failed.</source>
        <translation>Le modèle de langue a échoué.</translation>
    </message>
    <message>
        <source>The server is not ready.</source>
        <translation>Le serveur n’est pas prêt.</translation>
    </message>
    <message>
        <source>The answer took too long.</source>
        <translation>La réponse a pris trop de temps.</translation>
    </message>
    <message>
        <source>No server answers at %1.</source>
        <translation>Aucun serveur ne répond à l’adresse %1.</translation>
    </message>
    <message>
        <source>There is no host named %1.</source>
        <translation>Aucune machine ne se nomme %1.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 n’a pas répondu à temps.</translation>
    </message>
    <message>
        <source>No secure connection to %1: its certificate is not trusted.</source>
        <translation>Pas de connexion sûre à %1&#x202f;: son certificat n’est pas reconnu.</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>%1 est injoignable.</translation>
    </message>
    <message>
        <source>%1 stopped answering.</source>
        <translation>%1 ne répond plus.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost.</source>
        <translation>La connexion à %1 est perdue.</translation>
    </message>
    <message>
        <source>The server answered in a way this console does not understand.</source>
        <translation>Le serveur a répondu d’une façon que cette console ne comprend pas.</translation>
    </message>
</context>
<context>
    <name>vigie::console::PrometheusClient</name>
    <message>
        <source>Prometheus did not answer within %1 s. Choose a shorter time range or a cheaper query.</source>
        <translation>Prometheus n’a pas répondu en %1&#x202f;s. Choisissez une période plus courte ou une requête moins coûteuse.</translation>
    </message>
    <message>
        <source>The answer is over 64 MiB. Choose fewer series or a shorter time range.</source>
        <translation>La réponse dépasse 64 Mio. Choisissez moins de séries ou une période plus courte.</translation>
    </message>
    <message>
        <source>Prometheus at %1 does not answer: %2.</source>
        <translation>Prometheus (%1) ne répond pas&#x202f;: %2.</translation>
    </message>
    <message>
        <source>Prometheus&apos; answer broke off after %1 bytes: %2.</source>
        <translation>La réponse de Prometheus s’est interrompue après %1 octets&#x202f;: %2.</translation>
    </message>
</context>
<context>
    <name>vigie::console::PromqlEditor</name>
    <message>
        <source>A PromQL expression, for example rate(http_requests_total[5m]). Ctrl+Enter runs it.</source>
        <translation>Une expression PromQL, par exemple rate(http_requests_total[5m]). Ctrl+Entrée l’exécute.</translation>
    </message>
    <message>
        <source>PromQL expression</source>
        <translation>Expression PromQL</translation>
    </message>
</context>
<context>
    <name>vigie::console::QueryHistory</name>
    <message>
        <source>The history cannot be read: %1.</source>
        <translation>L’historique ne peut pas être lu&#x202f;: %1.</translation>
    </message>
    <message>
        <source>The history cannot be written: %1.</source>
        <translation>L’historique ne peut pas être écrit&#x202f;: %1.</translation>
    </message>
</context>
<context>
    <name>vigie::console::QueryRow</name>
    <message>
        <source>Show or leave out this query</source>
        <translation>Montrer ou écarter cette requête</translation>
    </message>
    <message>
        <source>Another query like this one</source>
        <translation>Une autre requête comme celle-ci</translation>
    </message>
    <message>
        <source>Remove this query</source>
        <translation>Supprimer cette requête</translation>
    </message>
    <message>
        <source>{{label}} or as it is</source>
        <translation>{{label}} ou telle quelle</translation>
    </message>
    <message>
        <source>Legend of the query</source>
        <translation>Légende de la requête</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>The least time between two points, for example 15s or 1m</source>
        <translation>Le plus petit écart entre deux points, par exemple 15s ou 1m</translation>
    </message>
    <message>
        <source>Least step</source>
        <translation>Pas minimal</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Plage</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>Instant</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Les deux</translation>
    </message>
    <message>
        <source>Range, instant or both</source>
        <translation>Plage, instant ou les deux</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Légende</translation>
    </message>
    <message>
        <source>Min step</source>
        <translation>Pas min.</translation>
    </message>
    <message>
        <source>Query %1</source>
        <translation>Requête %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>pas %1</translation>
    </message>
    <message>
        <source>instant</source>
        <translation>instantané</translation>
    </message>
    <message>
        <source>%1 · %2 series · %3 points · %4 ms</source>
        <translation>%1 · séries&#x202f;: %2 · points&#x202f;: %3 · %4&#x202f;ms</translation>
    </message>
</context>
<context>
    <name>vigie::console::QuickRangeList</name>
    <message>
        <source>Quick ranges</source>
        <translation>Périodes rapides</translation>
    </message>
    <message>
        <source>Search quick ranges</source>
        <translation>Chercher une période</translation>
    </message>
</context>
<context>
    <name>vigie::console::RangeCalendar</name>
    <message>
        <source>Calendar</source>
        <translation>Calendrier</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Mois précédent</translation>
    </message>
    <message>
        <source>Month before (Page Up)</source>
        <translation>Mois précédent (Page préc.)</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>Mois suivant</translation>
    </message>
    <message>
        <source>Month after (Page Down)</source>
        <translation>Mois suivant (Page suiv.)</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
</context>
<context>
    <name>vigie::console::RangePicker</name>
    <message>
        <source>Time range</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>À</translation>
    </message>
    <message>
        <source>Apply time range</source>
        <translation>Appliquer la période</translation>
    </message>
    <message>
        <source>As the dashboard says</source>
        <translation>Selon le tableau de bord</translation>
    </message>
    <message>
        <source>The range, refresh and zone that are saved with the dashboard</source>
        <translation>La période, l’actualisation et le fuseau enregistrés avec le tableau de bord</translation>
    </message>
    <message>
        <source>Recently chosen</source>
        <translation>Choisies récemment</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
    </message>
    <message>
        <source>Calendar for the end</source>
        <translation>Calendrier pour la fin</translation>
    </message>
    <message>
        <source>Calendar for the beginning</source>
        <translation>Calendrier pour le début</translation>
    </message>
    <message>
        <source>Calendar (Alt+↓)</source>
        <translation>Calendrier (Alt+↓)</translation>
    </message>
</context>
<context>
    <name>vigie::console::RenderRun</name>
    <message>
        <source>No answer within %1 s.</source>
        <translation>Pas de réponse en %1&#x202f;s.</translation>
    </message>
</context>
<context>
    <name>vigie::console::RowHeading</name>
    <message>
        <source>%1: show the panels</source>
        <translation>%1&#x202f;: afficher les panneaux</translation>
    </message>
    <message>
        <source>%1: fold the panels away</source>
        <translation>%1&#x202f;: replier les panneaux</translation>
    </message>
</context>
<context>
    <name>vigie::console::SourceCard</name>
    <message>
        <source>passage %1 · score %2</source>
        <translation>passage %1 · score %2</translation>
    </message>
    <message>
        <source>Source %1: %2, %3</source>
        <translation>Source %1&#x202f;: %2, %3</translation>
    </message>
</context>
<context>
    <name>vigie::console::SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>Where the time went</source>
        <translation>Où le temps est passé</translation>
    </message>
    <message>
        <source>‹ All sources</source>
        <translation>‹ Toutes les sources</translation>
    </message>
    <message>
        <source>Show document</source>
        <translation>Voir le document</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Passage</translation>
    </message>
    <message>
        <source>The passages an answer stands on appear here.</source>
        <translation>Les passages sur lesquels une réponse s’appuie apparaissent ici.</translation>
    </message>
    <message>
        <source>No passage yet.</source>
        <translation>Pas encore de passage.</translation>
    </message>
    <message>
        <source>This answer stands on no passage.</source>
        <translation>Cette réponse ne s’appuie sur aucun passage.</translation>
    </message>
    <message numerus="yes">
        <source>whole document, %n passage(s)</source>
        <translation>
            <numerusform>document entier, %n passage</numerusform>
            <numerusform>document entier, %n passages</numerusform>
        </translation>
    </message>
    <message>
        <source>The document could not be read. %1</source>
        <translation>Le document n’a pas pu être lu. %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n passage(s), %2</source>
        <translation>
            <numerusform>%1 sur %n passage, %2</numerusform>
            <numerusform>%1 sur %n passages, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>This server does not hand out whole documents. %1</source>
        <translation>Ce serveur ne donne pas les documents entiers. %1</translation>
    </message>
    <message>
        <source>There is no answer, and no passage behind it.</source>
        <translation>Il n’y a ni réponse ni passage derrière elle.</translation>
    </message>
</context>
<context>
    <name>vigie::console::StatBody</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
    <message>
        <source>no value then</source>
        <translation>rien alors</translation>
    </message>
</context>
<context>
    <name>vigie::console::StateTimelineBody</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::StatusStrip</name>
    <message>
        <source>State of the service</source>
        <translation>État du service</translation>
    </message>
    <message>
        <source>The console itself: queries to Prometheus under way, its slowest frame in the last second, its memory, and the time zone of all times shown</source>
        <translation>La console elle-même&#x202f;: requêtes en cours vers Prometheus, son image la plus lente de la dernière seconde, sa mémoire, et le fuseau de toutes les heures affichées</translation>
    </message>
    <message>
        <source>%1 ms frame</source>
        <translation>image %1&#x202f;ms</translation>
    </message>
    <message>
        <source>1 query</source>
        <translation>1 requête</translation>
    </message>
    <message>
        <source>%1 queries</source>
        <translation>%1 requêtes</translation>
    </message>
    <message>
        <source>%1&#x202f;MB</source>
        <translation>%1&#x202f;Mo</translation>
    </message>
    <message>
        <source>well</source>
        <translation>tout va bien</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>à surveiller</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>en panne</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>pas encore connu</translation>
    </message>
    <message>
        <source>not configured</source>
        <translation>non configuré</translation>
    </message>
</context>
<context>
    <name>vigie::console::TableBody</name>
    <message>
        <source>Which of the panel&apos;s tables is shown</source>
        <translation>Laquelle des tables du panneau est affichée</translation>
    </message>
    <message>
        <source>Query %1</source>
        <translation>Requête %1</translation>
    </message>
    <message>
        <source>Table %1</source>
        <translation>Table %1</translation>
    </message>
    <message>
        <source>%1 rows, %2 columns</source>
        <translation>%1 lignes, %2 colonnes</translation>
    </message>
    <message>
        <source>The filters leave no row: show all</source>
        <translation>Les filtres ne laissent aucune ligne&#x202f;: tout afficher</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(vide)</translation>
    </message>
    <message>
        <source>%1 of %2 rows, %3 columns</source>
        <translation>%1 lignes sur %2, %3 colonnes</translation>
    </message>
</context>
<context>
    <name>vigie::console::TableCell</name>
    <message>
        <source>not an image that is drawn</source>
        <translation>pas une image qui se dessine</translation>
    </message>
</context>
<context>
    <name>vigie::console::TableHeader</name>
    <message>
        <source>Rows are listed by some values of %1 (Alt+↓)</source>
        <translation>Seules certaines valeurs de %1 sont listées (Alt+↓)</translation>
    </message>
    <message>
        <source>Choose rows by %1 (Alt+↓)</source>
        <translation>Choisir les lignes selon %1 (Alt+↓)</translation>
    </message>
</context>
<context>
    <name>vigie::console::TableModel</name>
    <message>
        <source>Images are not fetched. A click opens %1 in the browser.</source>
        <translation>Les images ne sont pas téléchargées. Un clic ouvre %1 dans le navigateur.</translation>
    </message>
</context>
<context>
    <name>vigie::console::TextContent</name>
    <message>
        <source>Code, as it is written</source>
        <translation>Code, tel quel</translation>
    </message>
    <message>
        <source>How the text is read</source>
        <translation>Lecture du texte</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Markdown; variables such as $job are filled in</source>
        <translation>Markdown&#x202f;; les variables comme $job sont remplacées</translation>
    </message>
</context>
<context>
    <name>vigie::console::ThresholdList</name>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Add threshold</source>
        <translation>Ajouter un seuil</translation>
    </message>
    <message>
        <source>From this value on</source>
        <translation>À partir de cette valeur</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>vigie::console::TimeSeriesBody</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>vigie::console::TopBar</name>
    <message>
        <source>Time range</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Refresh every</source>
        <translation>Actualiser toutes les</translation>
    </message>
    <message>
        <source>Refresh now (d r)</source>
        <translation>Actualiser (d r)</translation>
    </message>
    <message>
        <source>Refresh now</source>
        <translation>Actualiser</translation>
    </message>
    <message>
        <source>Light or dark (c t)</source>
        <translation>Clair ou sombre (c t)</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Passer du clair au sombre</translation>
    </message>
    <message>
        <source>Keyboard (?)</source>
        <translation>Clavier (?)</translation>
    </message>
    <message>
        <source>Keyboard help</source>
        <translation>Aide du clavier</translation>
    </message>
    <message>
        <source>Go to or do anything (Ctrl+K)</source>
        <translation>Tout trouver, tout faire (Ctrl+K)</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Palette de commandes</translation>
    </message>
    <message>
        <source>Earlier by half the range</source>
        <translation>Reculer d’une demi-période</translation>
    </message>
    <message>
        <source>Later by half the range</source>
        <translation>Avancer d’une demi-période</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Dézoomer</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>%1 %2 (t o)</source>
        <translation>%1 %2 (t o)</translation>
    </message>
    <message>
        <source>Nothing is asked anew until it goes on (d p)</source>
        <translation>Rien n’est redemandé avant la reprise (d p)</translation>
    </message>
</context>
<context>
    <name>vigie::console::TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation>Échanges</translation>
    </message>
</context>
<context>
    <name>vigie::console::TurnView</name>
    <message>
        <source>Your question</source>
        <translation>Votre question</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Waiting for the first token…</source>
        <translation>En attente du premier jeton…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy this answer (Ctrl+Shift+C)</source>
        <translation>Copier cette réponse (Ctrl+Maj+C)</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Régénérer</translation>
    </message>
    <message>
        <source>Ask again, as a branch (Ctrl+R)</source>
        <translation>Redemander, en branche (Ctrl+R)</translation>
    </message>
    <message>
        <source>This answer is still being written elsewhere…</source>
        <translation>Cette réponse est encore en cours de rédaction ailleurs…</translation>
    </message>
    <message>
        <source>Facts: %1</source>
        <translation>Mesures&#x202f;: %1</translation>
    </message>
    <message>
        <source>This answer broke off; the text is what had arrived.</source>
        <translation>Cette réponse s’est interrompue&#x202f;; le texte est ce qui était arrivé.</translation>
    </message>
    <message>
        <source>This question was not answered.</source>
        <translation>Cette question est restée sans réponse.</translation>
    </message>
    <message>
        <source>%1 The answer is partial: the text is what had arrived.</source>
        <translation>%1 La réponse est partielle&#x202f;: le texte est ce qui était arrivé.</translation>
    </message>
</context>
<context>
    <name>vigie::console::VariableBar</name>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
</context>
<context>
    <name>vigie::console::VariableMenu</name>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Search the values</source>
        <translation>Chercher parmi les valeurs</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>All of them, or all that fit what is looked for (Ctrl+A)</source>
        <translation>Toutes, ou toutes celles qui correspondent à la recherche (Ctrl+A)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>None of them</source>
        <translation>Aucune d’elles</translation>
    </message>
    <message>
        <source>The values could not be asked for: %1</source>
        <translation>Les valeurs n’ont pas pu être demandées&#x202f;: %1</translation>
    </message>
    <message>
        <source>Space ticks, Enter applies, Esc leaves it as it was</source>
        <translation>Espace coche, Entrée applique, Échap laisse tel quel</translation>
    </message>
    <message>
        <source>Enter chooses, Esc leaves it as it was</source>
        <translation>Entrée choisit, Échap laisse tel quel</translation>
    </message>
    <message>
        <source>all chosen</source>
        <translation>tout choisi</translation>
    </message>
    <message>
        <source>nothing chosen</source>
        <translation>rien de choisi</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n choisi</numerusform>
            <numerusform>%n choisis</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vigie::console::VariableSet</name>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
</context>
<context>
    <name>vigie::console::Waterfall</name>
    <message>
        <source>Where the time went</source>
        <translation>Où le temps est passé</translation>
    </message>
    <message>
        <source>total %1</source>
        <translation>total %1</translation>
    </message>
</context>
<context>
    <name>vigie::console::ZoneBox</name>
    <message>
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
    </message>
    <message>
        <source>Local time (%1)</source>
        <translation>Heure locale (%1)</translation>
    </message>
</context>
<context>
    <name>vigie::console::promql::CompletionSource</name>
    <message>
        <source>function</source>
        <translation>fonction</translation>
    </message>
    <message>
        <source>aggregation</source>
        <translation>agrégation</translation>
    </message>
    <message>
        <source>keyword</source>
        <translation>mot-clé</translation>
    </message>
    <message>
        <source>Wide enough for rate(): at least four scrapes, and the step.</source>
        <translation>Assez large pour rate()&#x202f;: au moins quatre collectes, et le pas.</translation>
    </message>
    <message>
        <source>The step between two points.</source>
        <translation>Le pas entre deux points.</translation>
    </message>
    <message>
        <source>The whole time range.</source>
        <translation>Toute la plage de temps.</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>durée</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>métrique</translation>
    </message>
    <message>
        <source>label</source>
        <translation>étiquette</translation>
    </message>
</context>
<context>
    <name>vigie::stack::StackClient</name>
    <message>
        <source>No local stack is running. Start one with ./vigie run.</source>
        <translation>Aucune pile locale ne tourne. Lancez-en une avec ./vigie run.</translation>
    </message>
    <message>
        <source>vigie-stack is not there or cannot be run. Build it with ./vigie build.</source>
        <translation>vigie-stack est absent ou ne peut pas être lancé. Construisez-le avec ./vigie build.</translation>
    </message>
    <message>
        <source>vigie-stack ended without a word.</source>
        <translation>vigie-stack s’est terminé sans un mot.</translation>
    </message>
    <message>
        <source>The local stack was stopped. Start it again to go on.</source>
        <translation>La pile locale a été arrêtée. Relancez-la pour continuer.</translation>
    </message>
</context>
</TS>
