#include "core/retrieval/stop_words.h"

#include <unordered_map>

namespace vigie::text {

namespace {

constexpr std::string_view kEnglish =
    "a about above after again against all also am an and any are aren as at be because been before being below "
    "between both but by can cannot could couldn did didn do does doesn doing don done during each either else ever "
    "every few for from further get gets getting give given gives go goes going got had has hasn have haven having he "
    "her here hers him his how however i if im in into is isn it its itself just let like ll made make makes many may "
    "me might mine more most much must my myself need needs neither no nor not now of off often on once one only onto "
    "or other our ours out over own per please put rather re really s same say says see she should shouldn since so "
    "some something still such t take takes than that the their theirs them then there these they thing things this "
    "those through thus to together too toward towards under until up upon us ve very want wants was wasn way we well "
    "were weren what whatever when where whether which while who whom whose why will with within without won would "
    "wouldn yes yet you your yours";

constexpr std::string_view kFrench =
    "a afin ai aie ainsi alors apres as au aucun aucune aujourd auquel aussi autre autres aux avais avait avant avec "
    "avez avoir avons ayant beaucoup bien c ca car ce ceci cela celle celles celui cependant ces cet cette ceux chacun "
    "chaque chez ci comme comment d dans de deja depuis des dessous dessus deux devrait dis dit doit doivent donc dont "
    "du elle elles en encore entre es est et etaient etait etant etc ete etes etre eu eux fait faire fais faites "
    "faudrait faut font hui il ils j je jusqu jusque l la le lequel les lesquels leur leurs lors lorsqu lorsque lui m "
    "ma mais me meme memes mes mettre mien moi moins mon n ne ni nos notre nous on ont ou oui par parce parmi pas "
    "pendant peu peut peuvent peux plus plusieurs plutot pour pourquoi pourrait pourrais puis puisque qu quand que "
    "quel "
    "quelle quelles quelque quelques quels qui quoi s sa sans se sera serait ses si sien sinon soit sommes son sont "
    "sous suis sur t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres trop tu un une va vais "
    "vers veut veux voici voila vont vos votre vous vu y";

constexpr std::string_view kCommon =
    // English
    "able actually ago ahead allow allowed already always anybody anyone anything anyway appear apply around ask asked "
    "asking bad become becomes begin behind believe best better big bit bring build business buy call called came case "
    "certain change come comes coming common complain complete consider count create day deal decide different easy "
    "enough entire even ever everybody everyone everything exactly exist expect explain far feel felt few finally find "
    "finds follow full general good great group guess hand hands happen happened happening happens hard hear help here "
    "high hold hope idea important include inside instead interested involved job keep keeps kind know known large "
    "last later least leave left less let line list little live long longer look looking looks lot lots low main man "
    "matter mean meaning means might mind minute moment morning move name near new next nice nobody normal nothing "
    "number ok old open order others part particular people perhaps person piece place please point possible probably "
    "program provide put puts question quite read ready real reason remember right round run same saw second see seem "
    "seems seen set several show shows side simple simply since single small someone sometimes somewhere sort special "
    "start state still stuff suddenly suppose sure tell tells thank thanks think thought time times today told took "
    "total totally tried true try trying turn type understand unless use used useful user users uses using usual "
    "usually afternoon evening lunchtime noon tonight yesterday various view wait way ways week whole wonder word "
    "words work working works world write written year "
    // French
    "accord aider aimerais ainsi ajoute aller allez annee arrive arriver assez attend autour avance avis beau besoin "
    "bon bonne bref cas cause certain certaine chaque cherche chose choses coin combien commencer compte concerne "
    "connaitre contre cote coup cours court dehors demain demande demander dernier derniere devenir devoir difference "
    "different dire disent donne donner droit ecrire egalement endroit ensemble ensuite entendre envie essaie eternite "
    "exactement exemple existe expliquer facile facon fin fois force gens genre grand grande gros groupe habitude haut "
    "heure homme idee important interieur jamais jour jours juste laisse laisser lieu liste loin long longtemps lors "
    "mal maniere marche marcher matin mauvais meilleur mettre mieux mis moment monde monsieur montre montrer nom "
    "nombre "
    "normal nouveau nouvelle occupe ouvrir parfois parle parler part partie partir passe passer pense penser permet "
    "personne personnes petit petite place point possible pouvoir premier prendre pres presque prochain propre pouvez "
    "question raison rapport regarder reste rester rien sait savoir semaine semble sens sert servir seul seule "
    "seulement "
    "simple simplement souvent suite suivre sujet sur surtout tard temps tenir tot toujours tour trouve trouver type "
    "midi matinee soiree troisieme quatrieme deuxieme centaine dizaine aujourd hier nuit soir utile utilisateur "
    "utilisateurs utiliser vais "
    "vaut venir vie vient voir voudrais vouloir vrai vraiment vue";

std::unordered_map<std::string_view, FunctionWord> buildWords() {
  std::unordered_map<std::string_view, FunctionWord> table;
  const auto add = [&](std::string_view list, bool FunctionWord::*language, bool stop = true) {
    while (!list.empty()) {
      const auto space = list.find(' ');
      const auto word = list.substr(0, space);
      auto& entry = table[word];
      entry.stop = entry.stop || stop;
      entry.*language = true;
      list = space == std::string_view::npos ? std::string_view{} : list.substr(space + 1);
    }
  };
  add(kEnglish, &FunctionWord::english);
  add(kFrench, &FunctionWord::french);
  add(kCommon, &FunctionWord::common, false);
  return table;
}

}  // namespace

FunctionWord functionWord(std::string_view folded) noexcept {
  static const auto kTable = buildWords();
  const auto found = kTable.find(folded);
  return found == kTable.end() ? FunctionWord{} : found->second;
}

}  // namespace vigie::text
