// The queries that were run in Explore, newest first, kept between starts in a file of the user's (XDG data). Only
// expressions: no data. UI thread.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <vector>

namespace vigie::console {

struct PastQuery {
  QString expr;
  QDateTime at;  ///< UTC
};

class QueryHistory : public QObject {
  Q_OBJECT
 public:
  /// As a file: nothing is kept.
  static QString nowhere() { return QStringLiteral(":nowhere:"); }
  /// `file` empty: the user's own. A file that cannot be read counts as empty; problem() says why.
  explicit QueryHistory(const QString& file = {}, QObject* parent = nullptr);

  [[nodiscard]] const std::vector<PastQuery>& queries() const { return queries_; }
  /// Moves to the front what is there already. Written through at once.
  void add(const QString& expr, const QDateTime& at = QDateTime::currentDateTimeUtc());
  void forgetAll();
  /// Why it could not be read or written; empty when it could.
  [[nodiscard]] const QString& problem() const { return problem_; }

 Q_SIGNALS:
  void changed();

 private:
  void read();
  void write();

  QString file_;
  std::vector<PastQuery> queries_;
  QString problem_;
};

}  // namespace vigie::console
