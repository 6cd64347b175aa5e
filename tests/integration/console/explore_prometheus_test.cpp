// What Explore relies on of a real Prometheus: where it says an expression is wrong, what it completes from, and that
// its words and ours are the same language.
#include "console/prometheus/metadata_client.h"
#include "console/prometheus/prometheus_client.h"
#include "console/promql/completion_source.h"
#include "console/promql/token.h"
#include "console/promql/words.h"
#include "tests/support/qt_wait.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

class RealPrometheus : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new QTemporaryDir;
    quint16 port = 0;
    {
      QTcpServer probe;
      probe.listen(QHostAddress::LocalHost);
      port = probe.serverPort();
    }
    // It scrapes itself: its own metrics are what is completed.
    QFile config(folder->filePath(QStringLiteral("prometheus.yml")));
    ASSERT_TRUE(config.open(QIODevice::WriteOnly));
    config.write(
        "global: {scrape_interval: 1s}\nscrape_configs: [{job_name: self, static_configs: [{targets: ['127.0.0.1:" +
        QByteArray::number(port) + "']}]}]\n");
    config.close();
    process = new QProcess;
    process->start(
        QStringLiteral("prometheus"),
        {QStringLiteral("--config.file=") + config.fileName(),
         QStringLiteral("--storage.tsdb.path=") + folder->filePath(QStringLiteral("data")),
         QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port), QStringLiteral("--log.level=error")});
    ASSERT_TRUE(process->waitForStarted());
    url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
  }
  static void TearDownTestSuite() {
    process->terminate();
    process->waitForFinished();
    delete process;
    delete folder;
  }

  /// Prometheus' words, or nothing when it took the expression.
  QString complaint(const QString& expr) {
    QString words;
    bool done = false;
    PromQuery query;
    query.expr = expr;
    const QueryTicket ticket = client.ask(query, [&](const Result<FramePtr>& result) {
      words = result ? QString() : QString::fromStdString(result.error().message);
      done = true;
    });
    EXPECT_TRUE(waitFor([&done] { return done; })) << expr.toStdString();
    return words;
  }
  QString marked(const char* expr) {
    const QString text = QString::fromUtf8(expr);
    const QString words = complaint(text);
    const auto place = promql::errorPlace(text, words);
    return place ? text.mid(place->begin, place->end - place->begin) : QStringLiteral("(nothing) ") + words;
  }
  void SetUp() override {
    // Its first seconds, and its first scrape.
    ASSERT_TRUE(waitFor([this] {
      client.retryNow();
      return complaint(QStringLiteral("up")).isEmpty();
    }));
  }

  static QTemporaryDir* folder;
  static QProcess* process;
  static QUrl url;
  QNetworkAccessManager network;
  PrometheusClient client{network, url};
};
QTemporaryDir* RealPrometheus::folder = nullptr;
QProcess* RealPrometheus::process = nullptr;
QUrl RealPrometheus::url;

TEST_F(RealPrometheus, ErrorsAreMarkedWhereTheyAre) {
  EXPECT_EQ(marked("rate(up[5m]) foo"), QStringLiteral("foo"));
  EXPECT_EQ(marked("sum by (job) rate(up[5m])"), QStringLiteral("rate"));
  EXPECT_EQ(marked("up{job=\"éééé\"} foo bar"), QStringLiteral("foo")) << "letters of two bytes stand in front";
  EXPECT_EQ(marked("sum(\n  up\n))"), QStringLiteral(")"));
  EXPECT_EQ(marked("rate(up)"), QStringLiteral("up")) << "the type of an argument";
  EXPECT_FALSE(marked("sum(up").startsWith(QLatin1String("(nothing)")));
}

TEST_F(RealPrometheus, KnowsEachFunctionThatIsOffered) {
  for (const promql::Word& word : promql::words()) {
    if (word.kind != promql::WordKind::kFunction) continue;
    const QString words = complaint(word.name + QStringLiteral("(1, 2, 3, 4, 5, 6, 7)"));
    EXPECT_FALSE(words.contains(QLatin1String("unknown function"))) << words.toStdString();
  }
}

TEST_F(RealPrometheus, CompletesFromWhatItHas) {
  MetadataClient metadata(network, url);
  promql::CompletionSource source(metadata);
  std::vector<promql::Completion> offered;
  int offers = 0;
  QObject::connect(&source, &promql::CompletionSource::offered, &source,
                   [&](const promql::CompletionContext&, const std::vector<promql::Completion>& completions) {
                     offered = completions;
                     ++offers;
                   });
  // Until the first scrape there is nothing.
  const auto completes = [&](const char* text, const char* wanted) {
    return waitFor([&, text, wanted] {
      const int before = offers;
      source.forget();
      source.complete(QString::fromLatin1(text), static_cast<qsizetype>(qstrlen(text)));
      if (!waitFor([&] { return offers > before; })) return false;
      return std::any_of(offered.begin(), offered.end(), [wanted](const promql::Completion& completion) {
        return completion.text == QLatin1String(wanted);
      });
    });
  };
  EXPECT_TRUE(completes("prometheus_tsdb_head_se", "prometheus_tsdb_head_series"));
  EXPECT_TRUE(completes("up{", "job"));
  EXPECT_TRUE(completes("up{job=\"", "self"));
}

}  // namespace
}  // namespace vigie::console
