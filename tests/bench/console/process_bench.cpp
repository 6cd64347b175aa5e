// The real program beside a real Prometheus that scrapes itself: its start, its memory, its processor time.
#include "tests/bench/console/report.h"

#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <functional>

namespace vigie::bench {
namespace {

quint16 freePort() {
  QTcpServer probe;
  probe.listen(QHostAddress::LocalHost);
  return probe.serverPort();
}

void writeFile(const QString& path, const QByteArray& text) {
  QFile file(path);
  if (file.open(QIODevice::WriteOnly)) file.write(text);
}

/// A single answer of Prometheus' query API, or nothing.
QByteArray ask(quint16 port, const QByteArray& query) {
  QTcpSocket socket;
  socket.connectToHost(QHostAddress::LocalHost, port);
  if (!socket.waitForConnected(1000)) return {};
  socket.write("GET /api/v1/query?query=" + query + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
  QByteArray answer;
  while (socket.waitForReadyRead(2000)) answer += socket.readAll();
  return answer;
}

bool waitUntil(const std::function<bool()>& holds, int seconds) {
  const double end = wallMs() + seconds * 1000.0;
  while (!holds()) {
    if (wallMs() > end) return false;
    QThread::msleep(20);
  }
  return true;
}

QByteArray selfDashboard() {
  const QByteArray metrics[] = {"process_resident_memory_bytes",
                                "go_goroutines",
                                "rate(process_cpu_seconds_total[10s])",
                                "prometheus_tsdb_head_series",
                                "rate(prometheus_http_requests_total[10s])",
                                "go_memstats_heap_inuse_bytes"};
  QByteArray json = R"({"uid":"self","title":"Prometheus itself","panels":[)";
  for (int p = 0; p < 18; ++p) {
    if (p > 0) json += ',';
    json += R"({"id":)" + QByteArray::number(p + 1) + R"(,"type":"timeseries","title":"Panel )" +
            QByteArray::number(p) + R"(","gridPos":{"x":)" + QByteArray::number(p % 3 * 8) + R"(,"y":)" +
            QByteArray::number(p / 3 * 4) + R"(,"w":8,"h":4},"targets":[{"refId":"A","expr":")" + metrics[p % 6] +
            R"("}]})";
  }
  return json + "]}";
}

QJsonObject readStats(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

}  // namespace

void benchProcess(Report& report, int seconds) {
  QTemporaryDir folder;
  const quint16 port = freePort();
  const QString address = QStringLiteral("127.0.0.1:%1").arg(port);
  writeFile(folder.filePath(QStringLiteral("prometheus.yml")),
            "global: {scrape_interval: 1s}\nscrape_configs: [{job_name: self, static_configs: [{targets: ['" +
                address.toLatin1() + "']}]}]\n");
  writeFile(folder.filePath(QStringLiteral("self.json")), selfDashboard());
  QProcess prometheus;
  prometheus.start(QStringLiteral("prometheus"),
                   {QStringLiteral("--config.file=") + folder.filePath(QStringLiteral("prometheus.yml")),
                    QStringLiteral("--storage.tsdb.path=") + folder.filePath(QStringLiteral("data")),
                    QStringLiteral("--web.listen-address=") + address, QStringLiteral("--log.level=error")});
  if (!waitUntil([port] { return ask(port, "prometheus_tsdb_head_series").contains("\"value\""); }, 30)) {
    std::fputs("prometheus has no samples after 30 s: the program is not measured\n", stderr);
    prometheus.kill();
    prometheus.waitForFinished();
    return;
  }
  const QString stats = folder.filePath(QStringLiteral("stats.json"));
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
    environment.insert(QString::fromLatin1(name), folder.filePath(QString::fromLatin1(name)));
  }
  std::vector<double> starts;
  QJsonObject first;
  QJsonObject last;
  for (int round = 0; round < 5; ++round) {
    QFile::remove(stats);
    QProcess console;
    console.setProcessEnvironment(environment);
    console.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    console.start(
        QStringLiteral(VIGIE_CONSOLE_PATH),
        {QStringLiteral("--server"), QStringLiteral("http://") + address, QStringLiteral("--prometheus"),
         QStringLiteral("http://") + address, QStringLiteral("--dashboard"),
         folder.filePath(QStringLiteral("self.json")), QStringLiteral("--page"), QStringLiteral("dashboards"),
         QStringLiteral("--window-size"), QStringLiteral("1500x1100"), QStringLiteral("--stats-json"), stats});
    waitUntil([&] { return readStats(stats).value(QStringLiteral("first_page_ms")).toInt() > 0; }, 30);
    first = readStats(stats);
    starts.push_back(first.value(QStringLiteral("first_page_ms")).toDouble());
    if (round == 4) {
      QThread::sleep(static_cast<unsigned long>(seconds));
      last = readStats(stats);
    }
    console.kill();
    console.waitForFinished();
  }
  prometheus.terminate();
  prometheus.waitForFinished();
  const auto number = [](const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toDouble();
  };
  const double passed = number(last, "uptime_ms") - number(first, "uptime_ms");
  report.add("start of the process to the first page painted, 18 charts", quantile(starts, 0.5), "ms", "700 ms",
             quantile(starts, 1));
  report.add("resident memory with 18 charts", number(last, "resident_bytes") / 1e6, "MB", "150 MB");
  report.add("processor, 18 charts, refresh every 5 s",
             passed > 0 ? 100 * (number(last, "processor_ms") - number(first, "processor_ms")) / passed : 0, "%",
             "3 %");
}

}  // namespace vigie::bench
