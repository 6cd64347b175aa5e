// What pictures are taken of: examples, and nothing the user wrote.
#include "console/explore/explore_page.h"
#include "console/explore/promql_editor.h"
#include "console/explore/query_row.h"

#include <QToolButton>

namespace vigie::console {

QStringList ExplorePage::scenes() const {
  return {QStringLiteral("explore"), QStringLiteral("explore-completion"), QStringLiteral("explore-error"),
          QStringLiteral("explore-history")};
}

void ExplorePage::showScene(const QString& scene) {
  const auto query = [](const char* refId, const char* expr, const char* legend, bool instant) {
    QueryDraft made;
    made.refId = QString::fromLatin1(refId);
    made.expr = QString::fromLatin1(expr);
    made.legend = QString::fromLatin1(legend);
    made.instant = instant;
    return made;
  };
  historyButton_->setChecked(scene == QLatin1String("explore-history"));
  const QueryDraft rate =
      query("A", "sum by (endpoint) (rate(http_requests_total[$__rate_interval]))", "{{endpoint}}", true);
  if (scene == QLatin1String("explore-error")) {
    setQueries({rate, query("B", "histogram_quantile(0.95, sum by (le) rate(http_request_duration_seconds_bucket[5m]))",
                            "", false)});
    return;
  }
  setQueries({rate, query("B", "sum(rate(http_requests_total[$__rate_interval]))", "all together", false)});
  if (scene != QLatin1String("explore-completion")) return;
  PromqlEditor& editor = rows_.back()->editor();
  editor.setExpression(QStringLiteral("rate(http_re"));
  editor.moveCursor(QTextCursor::End);
  editor.completeNow();
}

}  // namespace vigie::console
