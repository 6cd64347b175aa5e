// The ranges one chooses with a click, and a field to find one in.
#pragma once

#include "console/dashboard/time_words.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace vigie::console {

/// A list of ranges in words; rangeOf() its items.
QListWidget* makeRangeList(const QString& accessibleName);
void addRange(QListWidget& list, const QString& words, const RawRange& range);
RawRange rangeOf(const QListWidgetItem& item);

class QuickRangeList : public QWidget {
  Q_OBJECT
 public:
  explicit QuickRangeList(QWidget* parent = nullptr);

  /// `own` before the usual ones; `present` is marked.
  void offer(const std::vector<NamedRange>& own, const RawRange& present);

 Q_SIGNALS:
  void chosen(const vigie::console::RawRange& range);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill(const QString& filter);
  void choose(const QListWidgetItem* item);

  std::vector<NamedRange> own_;
  RawRange present_;
  QLineEdit* search_;
  QListWidget* list_;
};

}  // namespace vigie::console
