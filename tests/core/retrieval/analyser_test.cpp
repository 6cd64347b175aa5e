#include "core/retrieval/analyser.h"

#include "core/retrieval/stemmer.h"
#include "core/retrieval/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace vigie::text {
namespace {

std::vector<std::string> folded(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& word : words(text)) out.push_back(word.folded);
  return out;
}

std::set<std::uint64_t> keys(std::string_view text) {
  std::set<std::uint64_t> out;
  for (const auto& term : analyse(text).terms) out.insert(term.key);
  return out;
}

bool shareTerm(std::string_view a, std::string_view b) {
  const auto left = keys(a);
  const auto right = keys(b);
  return std::any_of(left.begin(), left.end(), [&](auto key) { return right.contains(key); });
}

TEST(TextTest, FoldsCaseAndDiacritics) {
  EXPECT_EQ(fold("Éléphant ÀÇÊÏÔÙŸ Œuvre æ ß"), "elephant aceiouy oeuvre ae ss");
  EXPECT_EQ(fold("e\xCC\x81t\xC3\xA9"), "ete") << "a combining accent folds like a precomposed letter";
  EXPECT_EQ(fold("ΑΒΓ Жук 中文"), "αβγ жук 中文");
}

TEST(TextTest, SplitsIdentifiersAndKeepsThemWhole) {
  using testing::ElementsAre;
  EXPECT_THAT(folded("ServiceDown fires"), ElementsAre("servicedown", "service", "down", "fires"));
  EXPECT_THAT(folded("http_requests_total"), ElementsAre("http_requests_total", "http", "requests", "total"));
  EXPECT_THAT(folded("HTTPServer"), ElementsAre("httpserver", "http", "server"));
  EXPECT_THAT(folded("l’alerte l'état"), ElementsAre("l", "alerte", "l", "etat"));
  EXPECT_THAT(folded("Stop. Then go"), ElementsAre("stop", "then", "go"));
  EXPECT_THAT(folded("p95, DATABASE_URL"), ElementsAre("p95", "database_url", "database", "url"));
}

TEST(TextTest, SurvivesInvalidBytes) {
  EXPECT_THAT(folded("a\xff\xfe b\xc3"), testing::ElementsAre("a", "b"));
  EXPECT_TRUE(folded(std::string(100000, 'a')).size() > 100) << "a word has a greatest length";
}

TEST(StemmerTest, MeetsTheFormsOfAWord) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{{"alerts", "alert"},
                                                                             {"answering", "answer"},
                                                                             {"connected", "connecting"},
                                                                             {"configuration", "configure"},
                                                                             {"restarts", "restarting"},
                                                                             {"databases", "database"}}) {
    EXPECT_EQ(stemEnglish(a), stemEnglish(b)) << a << " " << b;
  }
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{{"alertes", "alerte"},
                                                                             {"tableaux", "tableau"},
                                                                             {"journaux", "journal"},
                                                                             {"demarrer", "demarre"},
                                                                             {"configurer", "configuration"},
                                                                             {"lente", "lent"},
                                                                             {"repondent", "repondre"},
                                                                             {"brancher", "branchement"}}) {
    const auto x = stemFrench(a);
    const auto y = stemFrench(b);
    EXPECT_TRUE(x == y || x.starts_with(y) || y.starts_with(x)) << a << " " << x << " " << b << " " << y;
  }
  EXPECT_EQ(stemEnglish("relational"), "relat");
  EXPECT_EQ(stemEnglish("hopping"), "hop");
  EXPECT_EQ(stemEnglish("p95"), "p95");
}

TEST(AnalyserTest, TellsTheLanguage) {
  EXPECT_EQ(detectLanguage("What do I do when ServiceDown fires?"), Language::kEnglish);
  EXPECT_EQ(detectLanguage("Que faire quand ServiceDown se déclenche ?"), Language::kFrench);
  EXPECT_EQ(detectLanguage("comment brancher mon propre modele"), Language::kFrench);
  EXPECT_EQ(detectLanguage("where does my data live"), Language::kEnglish);
  EXPECT_EQ(detectLanguage("base de données injoignable"), Language::kFrench);
  EXPECT_EQ(detectLanguage("ServiceDown"), Language::kUnknown);
  EXPECT_EQ(detectLanguage(""), Language::kUnknown);
}

TEST(AnalyserTest, MeetsSayingsOfOneIdeaInAConcept) {
  EXPECT_TRUE(shareTerm("the site is unreachable", "an outage of the server"));
  EXPECT_TRUE(shareTerm("the bot answers slowly", "high latency"));
  EXPECT_TRUE(shareTerm("le service ne répond plus", "the server is down"));
  EXPECT_TRUE(shareTerm("c'est lent", "temps de réponse élevé"));
  EXPECT_FALSE(shareTerm("the site is unreachable", "les tokens coûtent cher"));
}

TEST(AnalyserTest, GivesNoTermForFunctionWords) {
  EXPECT_TRUE(analyse("how is it that we are with the").terms.empty());
  EXPECT_TRUE(analyse("qu'est-ce que c'est").terms.size() <= 1);
}

TEST(AnalyserTest, HashesTheSameForEver) {
  // Embeddings in databases are made of these: a change here needs a new embedding model name.
  EXPECT_EQ(stableHash("", 0), 0xEFD01F60BA992926ULL);
  EXPECT_EQ(stableHash("alert", 1), 7475369766000317142ULL);
}

}  // namespace
}  // namespace vigie::text
