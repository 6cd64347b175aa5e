// Questions about Vigie, in the words of those who ask them, against the operating guide of the repository.
#include "core/llm/extractive_answer.h"
#include "core/retrieval/chunker.h"
#include "core/retrieval/knowledge_seeder.h"
#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/spelling.h"

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

namespace vigie {
namespace {

struct Question {
  std::string text;
  std::vector<std::string> right;  ///< guides (without language and ".md"), any of which answers it
};

const std::vector<Question>& english() {
  static const std::vector<Question> kQuestions{
      {"What do I do when ServiceDown fires?", {"runbook-service-down"}},
      {"nobody can open the assistant any more, where do I begin", {"runbook-service-down", "troubleshooting"}},
      {"The bot answers slowly, how do I find out why?", {"runbook-high-response-time"}},
      {"people complain about waiting ages for a reply", {"runbook-high-response-time"}},
      {"lots of requests come back with 500, what now?", {"runbook-high-error-rate"}},
      {"what counts as a failed request for the alarm about errors", {"runbook-high-error-rate", "alerts"}},
      {"where does my data live", {"storage"}},
      {"how can I make a copy of the database in case the machine dies", {"storage"}},
      {"Can I plug in my own model?", {"models"}},
      {"is it possible to use ollama instead of the extractive answers", {"models"}},
      {"does anything I type get sent over the internet?", {"security"}},
      {"who else on the network can talk to the server", {"security"}},
      {"how do I teach the bot our internal procedures", {"documents"}},
      {"which file formats may I upload", {"documents"}},
      {"how do I get rid of an outdated document", {"documents"}},
      {"what do the little numbers in brackets behind a sentence mean", {"chat"}},
      {"can I interrupt an answer that is being written", {"chat"}},
      {"how do I launch everything on a server that has no monitor", {"running"}},
      {"how do I shut it all down again", {"running"}},
      {"another program is already using 8001", {"troubleshooting", "running"}},
      {"the graphs stay empty", {"troubleshooting", "dashboards"}},
      {"which environment variable changes the address it listens on", {"configuration"}},
      {"how do I hand over a password without it showing up in the process list", {"configuration"}},
      {"what does the p95 panel tell me", {"dashboards"}},
      {"how often are the curves updated", {"dashboards"}},
      {"which number tells how many tokens the model produced", {"metrics"}},
      {"are there private things in the measurements", {"metrics", "security"}},
      {"where can I read why something crashed", {"logs", "runbook-service-down"}},
      {"make the output more verbose", {"logs"}},
      {"how can I practise an outage with my team", {"drills"}},
      {"send notifications to our Discord channel", {"grafana-and-discord"}},
      {"import the dashboards into an existing Grafana", {"grafana-and-discord"}},
      {"call it from Python", {"api"}},
      {"which endpoint should the load balancer poll", {"api"}},
      {"difference between keyword and semantic lookup", {"retrieval"}},
      {"what is this program good for", {"overview"}},
  };
  return kQuestions;
}

const std::vector<Question>& french() {
  static const std::vector<Question> kQuestions{
      {"Que faire quand ServiceDown se déclenche ?", {"runbook-service-down"}},
      {"plus rien ne répond, par quoi commencer ?", {"runbook-service-down", "troubleshooting"}},
      {"le bot met une éternité à répondre", {"runbook-high-response-time"}},
      {"beaucoup de requêtes finissent en erreur 500", {"runbook-high-error-rate"}},
      {"comment brancher mon propre modèle", {"models"}},
      {"peut-on se servir d'un modèle qui tourne sur mon ordinateur ?", {"models"}},
      {"où sont rangées mes conversations sur le disque ?", {"storage"}},
      {"comment mettre mes données à l'abri", {"storage"}},
      {"est-ce que mes questions sortent de l'ordinateur ?", {"security"}},
      {"apprendre au bot nos procédures internes", {"documents"}},
      {"retirer un document périmé", {"documents"}},
      {"à quoi servent les numéros entre crochets", {"chat"}},
      {"lancer sur un serveur sans écran", {"running"}},
      {"comment tout éteindre", {"running"}},
      {"le port 8001 est occupé", {"troubleshooting", "running"}},
      {"quelle variable change le port d'écoute ?", {"configuration"}},
      {"que montre le panneau p95", {"dashboards"}},
      {"avoir des traces plus détaillées", {"logs"}},
      {"s'entraîner à une panne avec l'équipe", {"drills"}},
      {"recevoir les alertes sur Discord", {"grafana-and-discord"}},
      {"appeler le service depuis Python", {"api"}},
      {"la base de données ne répond plus, que se passe-t-il ?", {"troubleshooting"}},
      {"à partir de quand une alerte part-elle ?", {"alerts"}},
      {"combien de temps gardez-vous les mesures ?", {"storage", "metrics"}},
  };
  return kQuestions;
}

/// guide_questions.tsv: language, right guides joined with commas, and a question as people say it: symptoms and wishes
/// rather than names, slips of the finger included.
std::vector<Question> inOwnWords(const std::string& language) {
  std::vector<Question> out;
  std::ifstream file(VIGIE_SOURCE_DIR "/tests/core/retrieval/guide_questions.tsv");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string spoken;
    std::string guides;
    Question question;
    std::getline(fields, spoken, '\t');
    std::getline(fields, guides, '\t');
    std::getline(fields, question.text);
    if (spoken != language) continue;
    std::istringstream names(guides);
    for (std::string name; std::getline(names, name, ',');) question.right.push_back(name);
    out.push_back(std::move(question));
  }
  return out;
}

class KnowledgeQuestionsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    pool_ = std::make_unique<boost::asio::thread_pool>(1);
    index_ = SearchIndex::create(LocalHashEmbedder::kDimension, pool_->get_executor(), {.mostDelta = 100'000});
    std::vector<IndexChange> changes;
    for (const auto& guide : readGuides(VIGIE_SOURCE_DIR "/resources/knowledge")) {
      IndexChange change;
      change.sequence = static_cast<std::int64_t>(changes.size()) + 1;
      change.documentId = guide.filename.substr(0, guide.filename.size() - 3);
      change.title = guide.title;
      for (const auto& chunk : chunkText(guide.text, true)) {
        const auto text = passageForEmbedding(guide.title, chunk.heading, chunk.text);
        change.chunks.push_back({chunk.ordinal, chunk.heading, chunk.text, LocalHashEmbedder::passage(text)});
      }
      changes.push_back(std::move(change));
    }
    documents_ = changes.size();
    index_->apply(std::move(changes));
  }
  static void TearDownTestSuite() {
    index_.reset();
    pool_->join();
    pool_.reset();
  }

  static std::vector<wire::Citation> ask(const std::string& asked, int k = 4,
                                         wire::SearchMode mode = wire::SearchMode::kLexical) {
    const auto snapshot = index_->snapshot();
    const auto question = withSlipsMended(asked, *snapshot);
    PreparedQuery query;
    const auto analysis = text::analyse(question);
    query.language = analysis.language;
    query.terms = queryTerms(analysis);
    query.embedding = LocalHashEmbedder::query(question, snapshot.get());
    return snapshot->search(query, static_cast<std::size_t>(k), mode);
  }

  /// The questions whose right guide, in their own language, is not among the first three citations.
  static std::size_t missed(const std::vector<Question>& questions, const std::string& language,
                            wire::SearchMode mode = wire::SearchMode::kLexical, bool tell = true) {
    std::size_t misses = 0;
    for (const auto& question : questions) {
      const auto hits = ask(question.text, 4, mode);
      std::string seen;
      bool found = false;
      for (std::size_t i = 0; i < std::min<std::size_t>(3, hits.size()); ++i) {
        seen += " " + hits[i].documentId;
        found = found || std::any_of(question.right.begin(), question.right.end(), [&](const std::string& right) {
                  return hits[i].documentId == language + "-" + right;
                });
      }
      if (found) continue;
      ++misses;
      if (tell) std::printf("missed: %s ->%s\n", question.text.c_str(), seen.c_str());
    }
    return misses;
  }

  static std::unique_ptr<boost::asio::thread_pool> pool_;
  static std::shared_ptr<SearchIndex> index_;
  static std::size_t documents_;
};
std::unique_ptr<boost::asio::thread_pool> KnowledgeQuestionsTest::pool_;
std::shared_ptr<SearchIndex> KnowledgeQuestionsTest::index_;
std::size_t KnowledgeQuestionsTest::documents_ = 0;

TEST_F(KnowledgeQuestionsTest, HasEachGuideInBothLanguages) {
  std::set<std::string> languages[2];
  for (const auto& guide : readGuides(VIGIE_SOURCE_DIR "/resources/knowledge")) {
    languages[guide.filename.starts_with("fr-") ? 1 : 0].insert(guide.filename.substr(3));
  }
  EXPECT_EQ(languages[0], languages[1]);
  EXPECT_GE(documents_, 24U);
}

TEST_F(KnowledgeQuestionsTest, FindsTheRightGuideInEnglish) {
  EXPECT_LE(missed(english(), "en") * 10, english().size()) << "more than one in ten";
}

TEST_F(KnowledgeQuestionsTest, FindsTheRightGuideInFrench) {
  EXPECT_LE(missed(french(), "fr") * 10, french().size()) << "more than one in ten";
}

TEST_F(KnowledgeQuestionsTest, FindsTheRightGuideForSymptomsAndWishes) {
  for (const std::string language : {"en", "fr"}) {
    const auto questions = inOwnWords(language);
    ASSERT_GE(questions.size(), 60U);
    EXPECT_LE(missed(questions, language) * 10, questions.size()) << "more than one in ten, " << language;
  }
}

TEST_F(KnowledgeQuestionsTest, CitesSeveralGuides) {
  std::size_t sources = 0;
  std::size_t asked = 0;
  for (const auto& question : inOwnWords("en")) {
    std::set<std::string> documents;
    for (const auto& hit : ask(question.text)) documents.insert(hit.documentId);
    sources += documents.size();
    ++asked;
  }
  EXPECT_GE(sources, asked * 3) << "of four citations, three guides on average";
}

TEST_F(KnowledgeQuestionsTest, ComparesTheModes) {
  for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kLexical, wire::SearchMode::kHybrid}) {
    const auto misses = missed(english(), "en", mode, false) + missed(french(), "fr", mode, false);
    std::printf("%-8s %zu of %zu missed\n", std::string(wire::toString(mode)).c_str(), misses,
                english().size() + french().size());
    EXPECT_LT(misses * 4, english().size() + french().size());
  }
}

TEST_F(KnowledgeQuestionsTest, PutsTheRunbookFirst) {
  for (const auto& [question, document] : std::vector<std::pair<std::string, std::string>>{
           {"What do I do when ServiceDown fires?", "en-runbook-service-down"},
           {"Que faire quand ServiceDown se déclenche ?", "fr-runbook-service-down"},
           {"HighErrorRate is firing, what should I do?", "en-runbook-high-error-rate"},
           {"Que faire quand HighResponseTime se déclenche ?", "fr-runbook-high-response-time"}}) {
    const auto hits = ask(question);
    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits.front().documentId, document) << question;
    const auto answer = extractiveAnswer(question, hits);
    EXPECT_THAT(answer, testing::ContainsRegex("\n\n[A-Z].*\\[[1-4]\\]\n\n1. "));
    EXPECT_THAT(answer, testing::HasSubstr("\n3. ")) << answer;
  }
}

}  // namespace
}  // namespace vigie
