#include "core/llm/extractive_answer.h"

#include "core/llm/passage_units.h"
#include "core/retrieval/analyser.h"
#include "core/retrieval/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace vigie {

namespace {

using text::Language;

constexpr std::size_t kMostUnits = 8;
constexpr std::size_t kMostSentences = 5;
constexpr std::size_t kMostPassages = 3;
/// The share of the question's weight that a passage must speak of to be quoted at all.
constexpr double kLeastCoverage = 0.2;
/// Beside the best passage, another must be this relevant.
constexpr double kLeastBeside = 0.55;

using TermWeights = std::unordered_map<std::uint64_t, double>;

double kindWeight(text::TermKind kind) {
  switch (kind) {
    case text::TermKind::kCompound:
      return 1.5;
    case text::TermKind::kConcept:
      return 0.6;
    case text::TermKind::kStem:
      break;
  }
  return 1.0;
}

std::set<std::uint64_t> termSet(std::string_view text) {
  std::set<std::uint64_t> keys;
  for (const auto& term : text::analyse(text).terms) keys.insert(term.key);
  return keys;
}

struct Source {
  int number = 0;  ///< as cited
  std::string document;
  std::vector<PassageUnit> units;
  std::vector<std::set<std::uint64_t>> unitTerms;
  std::set<std::uint64_t> allTerms;
  Language language = Language::kUnknown;
  double coverage = 0;
};

struct Choice {
  std::size_t source;
  std::size_t unit;
  double score;
};

/// "What do I do …", « Que faire … » ask for steps.
bool asksForSteps(std::string_view question) {
  std::string plain = " ";
  for (const auto& word : text::words(question)) {
    if (!word.whole) plain += word.folded + " ";
  }
  static constexpr auto kPhrases = std::to_array<std::string_view>(
      {" what do i do ",  " what do we do ", " what should ", " what to do ", " what must ",       " what can i do ",
       " how do ",        " how to ",        " how can ",     " how should ", " steps ",           " procedure ",
       " what now ",      " react ",         " que faire ",   " quoi faire ", " que dois ",        " que doit ",
       " qu dois ",       " comment ",       " etapes ",      " procedure ",  " marche a suivre ", " reagir ",
       " dois je faire ", " que puis je "});
  return std::any_of(kPhrases.begin(), kPhrases.end(),
                     [&](std::string_view phrase) { return plain.find(phrase) != std::string::npos; });
}

class Answer {
 public:
  Answer(std::string_view question, const std::vector<wire::Citation>& passages) {
    const auto analysis = text::analyse(question);
    steps_ = asksForSteps(question);
    for (std::size_t i = 0; i < passages.size(); ++i) {
      Source source;
      source.number = static_cast<int>(i) + 1;
      source.document = passages[i].documentId;
      source.units = passageUnits(passages[i].quote);
      source.language = text::detectLanguage(passages[i].quote);
      const auto title = termSet(passages[i].title);
      source.allTerms = termSet(passages[i].quote);
      source.allTerms.insert(title.begin(), title.end());
      for (const auto& unit : source.units) {
        source.unitTerms.push_back(termSet(unit.heading.empty() ? unit.text : unit.heading + ". " + unit.text));
      }
      sources_.push_back(std::move(source));
    }
    language_ = analysis.language;
    if (language_ == Language::kUnknown && !sources_.empty()) language_ = sources_.front().language;
    weigh(analysis);
  }

  std::string write() {
    const bool french = language_ == Language::kFrench;
    keepRelevant();
    choose();
    if (chosen_.empty()) {
      return french ? "Les documents indexés ne disent rien de cette question. Ajoutez un document qui en parle, ou "
                      "indiquez un modèle de langage avec `OPENAI_BASE_URL`."
                    : "The indexed documents say nothing about this question. Add a document that covers it, or set "
                      "`OPENAI_BASE_URL` to use a language model.";
    }
    std::string out = french ? "*D’après les documents (extractif, sans modèle de langue)\u202f:*\n\n"
                             : "*From the documents (extractive, no language model):*\n\n";
    return out + body();
  }

 private:
  void weigh(const text::Analysis& analysis) {
    std::map<std::uint64_t, std::size_t> frequency;
    std::size_t units = 0;
    for (const auto& source : sources_) {
      units += source.units.size();
      for (const auto& terms : source.unitTerms) {
        for (const auto key : terms) ++frequency[key];
      }
    }
    for (const auto& term : analysis.terms) {
      const auto found = frequency.find(term.key);
      const double rare = std::log(1.0 + static_cast<double>(units + 1) /
                                             (1.0 + static_cast<double>(found == frequency.end() ? 0 : found->second)));
      weights_[term.key] = kindWeight(term.kind);
      rarity_[term.key] = kindWeight(term.kind) * rare;
    }
    double total = 0;
    for (const auto& [key, weight] : weights_) total += weight;
    for (auto& source : sources_) {
      double covered = 0;
      for (const auto& [key, weight] : weights_) {
        if (source.allTerms.contains(key)) covered += weight;
      }
      source.coverage = total > 0 ? covered / total : 0;
    }
  }

  /// The passages worth quoting, best first: the retriever's order, less those beside the point.
  void keepRelevant() {
    double best = 0;
    bool own = false;
    for (const auto& source : sources_) {
      if (source.coverage >= kLeastCoverage && source.language == language_) own = true;
      best = std::max(best, source.coverage);
    }
    std::erase_if(sources_, [&](const Source& source) {
      return source.units.empty() || source.coverage < kLeastCoverage || source.coverage < best * kLeastBeside ||
             (own && source.language != language_ && source.language != Language::kUnknown);
    });
    if (sources_.size() > kMostPassages) sources_.resize(kMostPassages);
  }

  [[nodiscard]] double score(std::size_t s, std::size_t u) const {
    const auto& source = sources_[s];
    double value = 0;
    for (const auto& [key, weight] : rarity_) {
      if (source.unitTerms[u].contains(key)) value += weight;
    }
    const auto length = static_cast<double>(source.units[u].text.size());
    if (length < 25) value *= 0.5;
    if (length > 400) value *= 0.7;
    // What opens a passage tells what it is about; the retriever's order counts too.
    if (u == 0) value += 0.3;
    return (value + 0.15) * (1.0 - 0.15 * static_cast<double>(s));
  }

  void choose() {
    if (sources_.empty()) return;
    if (steps_ && chooseSteps()) return;
    chooseSentences(kMostSentences);
  }

  /// The numbered list of the first passage that has one, with the sentence that best introduces it.
  bool chooseSteps() {
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const auto& units = sources_[s].units;
      std::map<int, std::vector<std::size_t>> lists;
      for (std::size_t u = 0; u < units.size(); ++u) {
        if (units[u].kind == PassageUnit::Kind::kStep) lists[units[u].list].push_back(u);
      }
      const std::vector<std::size_t>* best = nullptr;
      double bestScore = 0;
      for (const auto& [list, members] : lists) {
        double sum = 0;
        for (const auto u : members) sum = std::max(sum, score(s, u));
        if (members.size() >= 2 && (best == nullptr || sum > bestScore * 1.2)) {
          best = &members;
          bestScore = sum;
        }
      }
      if (best == nullptr) continue;
      introduce(sources_[s].document);
      for (const auto u : *best) {
        if (chosen_.size() >= kMostUnits) break;
        chosen_.push_back({s, u, 0});
      }
      return true;
    }
    return false;
  }

  /// The sentence of the same document that speaks most of the question, before its steps.
  void introduce(const std::string& document) {
    std::vector<Choice> prose;
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      if (sources_[s].document != document) continue;
      for (std::size_t u = 0; u < sources_[s].units.size(); ++u) {
        const auto& unit = sources_[s].units[u];
        if (unit.kind != PassageUnit::Kind::kSentence || unit.text.ends_with(":") || !unit.code.empty()) continue;
        prose.push_back({s, u, score(s, u)});
      }
    }
    const auto best = std::max_element(prose.begin(), prose.end(),
                                       [](const Choice& a, const Choice& b) { return a.score < b.score; });
    if (best != prose.end() && best->score > 0.5) chosen_.push_back(*best);
  }

  void chooseSentences(std::size_t most) {
    std::vector<Choice> all;
    double best = 0;
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      for (std::size_t u = 0; u < sources_[s].units.size(); ++u) {
        all.push_back({s, u, score(s, u)});
        best = std::max(best, all.back().score);
      }
    }
    std::stable_sort(all.begin(), all.end(), [](const Choice& a, const Choice& b) { return a.score > b.score; });
    std::vector<const std::set<std::uint64_t>*> said;
    for (const auto& choice : all) {
      if (chosen_.size() >= most || choice.score < best * 0.4) break;
      const auto& terms = sources_[choice.source].unitTerms[choice.unit];
      if (std::any_of(said.begin(), said.end(), [&](const auto* other) { return alike(*other, terms); })) continue;
      said.push_back(&terms);
      chosen_.push_back(choice);
    }
    complete();
    std::sort(chosen_.begin(), chosen_.end(), [](const Choice& a, const Choice& b) {
      return std::pair(a.source, a.unit) < std::pair(b.source, b.unit);
    });
  }

  static bool alike(const std::set<std::uint64_t>& a, const std::set<std::uint64_t>& b) {
    std::size_t common = 0;
    for (const auto key : a) common += b.contains(key) ? 1 : 0;
    const auto united = a.size() + b.size() - common;
    return united > 0 && common * 10 > united * 6;
  }

  /// A sentence that ends with a colon is nothing without the list behind it, and a list little without the sentence
  /// before it.
  void complete() {
    const auto has = [&](std::size_t s, std::size_t u) {
      return std::any_of(chosen_.begin(), chosen_.end(), [&](const Choice& c) { return c.source == s && c.unit == u; });
    };
    const auto chosen = chosen_;
    for (const auto& choice : chosen) {
      const auto& units = sources_[choice.source].units;
      if (!units[choice.unit].text.ends_with(":") || !units[choice.unit].code.empty()) continue;
      for (std::size_t u = choice.unit + 1; u < units.size() && units[u].list >= 0; ++u) {
        if (chosen_.size() >= kMostUnits) break;
        if (!has(choice.source, u)) chosen_.push_back({choice.source, u, 0});
      }
    }
    // A colon whose list did not fit is left out.
    std::erase_if(chosen_, [&](const Choice& choice) {
      const auto& units = sources_[choice.source].units;
      return units[choice.unit].text.ends_with(":") && units[choice.unit].code.empty() &&
             !(choice.unit + 1 < units.size() && has(choice.source, choice.unit + 1));
    });
  }

  [[nodiscard]] std::string body() const {
    std::string out;
    int step = 0;
    const PassageUnit* previous = nullptr;
    std::size_t previousSource = 0;
    for (const auto& choice : chosen_) {
      const auto& unit = sources_[choice.source].units[choice.unit];
      const bool item = unit.kind != PassageUnit::Kind::kSentence;
      const bool sameList = previous != nullptr && item && previous->list == unit.list &&
                            previousSource == choice.source && previous->kind == unit.kind;
      if (!sameList) step = 0;
      if (previous != nullptr) {
        const bool sameParagraph = !item && previous->kind == PassageUnit::Kind::kSentence && previous->code.empty() &&
                                   previousSource == choice.source;
        out += sameParagraph ? " " : sameList && previous->code.empty() ? "\n" : "\n\n";
      }
      if (unit.kind == PassageUnit::Kind::kStep) out += std::to_string(++step) + ". ";
      if (unit.kind == PassageUnit::Kind::kBullet) out += "- ";
      out += unit.text + " [" + std::to_string(sources_[choice.source].number) + "]";
      if (!unit.code.empty()) out += "\n\n" + unit.code;
      previous = &unit;
      previousSource = choice.source;
    }
    return out;
  }

  bool steps_ = false;
  Language language_ = Language::kUnknown;
  TermWeights weights_;  ///< of the question's terms
  TermWeights rarity_;   ///< the same, times how rare they are in the passages
  std::vector<Source> sources_;
  std::vector<Choice> chosen_;
};

}  // namespace

std::string extractiveAnswer(std::string_view question, const std::vector<wire::Citation>& passages) {
  return Answer(question, passages).write();
}

}  // namespace vigie
