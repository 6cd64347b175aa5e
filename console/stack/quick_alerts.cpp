#include "console/stack/quick_alerts.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr int kTimesQuicker = 20;

qint64 secondsPer(QChar unit) { return unit == 'h' ? 3'600 : unit == 'm' ? 60 : 1; }

std::string withShorterWindows(const std::string& expression) {
  static const QRegularExpression window("\\[(\\d+)([smh])\\]");
  const QString text = QString::fromStdString(expression);
  QString out;
  qsizetype done = 0;
  for (auto found = window.globalMatch(text); found.hasNext();) {
    const QRegularExpressionMatch one = found.next();
    const qint64 seconds = one.captured(1).toLongLong() * secondsPer(one.captured(2).at(0)) / kTimesQuicker;
    out += text.sliced(done, one.capturedStart() - done) + QString("[%1s]").arg(std::max<qint64>(seconds, 5));
    done = one.capturedEnd();
  }
  return (out + text.sliced(done)).toStdString();
}

Result<void> replaceAll(QByteArray& text, std::initializer_list<std::pair<QByteArray, QByteArray>> times) {
  for (const auto& [usual, quick] : times) {
    if (!text.contains(usual)) {
      return Error(ErrorCode::kInternal, "monitoring/ has no '" + usual.toStdString() + "' to make quicker");
    }
    text.replace(usual, quick);
  }
  return {};
}

}  // namespace

void quicken(std::vector<alerting::AlertRuleGroup>& groups) {
  for (alerting::AlertRuleGroup& group : groups) {
    group.interval = 1s;
    for (alerting::AlertRule& rule : group.rules) {
      if (rule.others.empty()) {
        continue;
      }
      rule.pendingFor /= kTimesQuicker;
      rule.query.expression = withShorterWindows(rule.query.expression);
      for (alerting::AlertQuery& other : rule.others) {
        other.expression = withShorterWindows(other.expression);
      }
    }
  }
}

Result<void> quickScraping(QByteArray& configuration) {
  return replaceAll(configuration, {{"scrape_interval: 10s", "scrape_interval: 1s"},
                                    {"scrape_timeout: 5s", "scrape_timeout: 1s"},
                                    {"evaluation_interval: 10s", "evaluation_interval: 1s"}});
}

Result<void> quickRouting(QByteArray& configuration) {
  return replaceAll(configuration,
                    {{"group_wait: 10s", "group_wait: 1s"}, {"group_interval: 1m", "group_interval: 3s"}});
}

}  // namespace vigie::stack
