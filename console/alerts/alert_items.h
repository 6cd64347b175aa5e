// The rows of the page's list, alerts and messages alike: what a row says, a model of them, and how they are drawn.
#pragma once

#include "console/alerts/alert_state.h"
#include "console/app/health_monitor.h"
#include "console/stack/relay/alert_inbox.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <vector>

namespace vigie::console {

class Theme;

struct AlertItem {
  QString key;  ///< stays while the row is about the same thing
  HealthLevel level = HealthLevel::kUnknown;
  QString title;
  QString detail;  ///< muted, below
  QString word;    ///< at the right of the title, in the level's colour: "firing"
  bool isDrill = false;
  QString searched;  ///< what the filter looks at
  friend bool operator==(const AlertItem&, const AlertItem&) = default;
};

/// "firing for 2 min 10 s", "silenced until 14:30", "quiet".
QString phaseWords(const AlertState& alert, const QDateTime& now);
/// "critical", "warning"; a severity of somebody's own as it is written.
QString severityWords(const QString& severity);
HealthLevel levelOf(const AlertState& alert);
AlertItem itemOf(const AlertState& alert, const QDateTime& now);

/// "firing", "resolved".
QString statusWords(const stack::InboxEntry& entry);
/// "posted", "waits for Discord", "kept here".
QString outcomeWords(stack::Outcome outcome);
/// "Discord asked to wait"; empty for kNone.
QString failureWords(stack::Failure failure);
AlertItem itemOf(const stack::InboxEntry& entry);

class AlertItemModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Roles { kKeyRole = Qt::UserRole + 1, kLevelRole, kDetailRole, kWordRole, kDrillRole, kSearchedRole };

  using QAbstractListModel::QAbstractListModel;

  /// Rows that stay are changed where they are: what is selected stays selected.
  void setItems(std::vector<AlertItem> items);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<AlertItem> items_;
};

class AlertItemDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit AlertItemDelegate(const Theme& theme, QObject* parent = nullptr)
      : QStyledItemDelegate(parent), theme_(theme) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  const Theme& theme_;
};

/// The colour of a level; muted where it is neither good nor bad.
QColor colourOf(HealthLevel level, const Theme& theme);

}  // namespace vigie::console
