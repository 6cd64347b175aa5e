// The popup in which one ad-hoc filter is written: its label, how it compares, its value, with what there is to choose.
//
// Keys: what is typed is looked for in the list below; Down goes there, Enter takes what is chosen and goes on to the
// next field, and applies in the last. Esc leaves everything as it was. Deletes itself.
#pragma once

#include "console/dashboard/ad_hoc_filter.h"
#include "console/dashboard/time_window.h"
#include "core/base/result.h"

#include <QFrame>
#include <QStringList>

#include <vector>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QStringListModel;

namespace vigie::console {

class MetadataClient;
class Theme;

class FilterEditor : public QFrame {
  Q_OBJECT
 public:
  /// Labels and values are asked for among the series that `others` let through, as Grafana does. `metadata` outlives
  /// the popup.
  FilterEditor(const Theme& theme, MetadataClient& metadata, const TimeWindow& window, const AdHocFilter& filter,
               const std::vector<AdHocFilter>& others, bool isNew, QWidget* parent);

  void openBelow(const QWidget& anchor);
  [[nodiscard]] AdHocFilter filter() const;

 Q_SIGNALS:
  void accepted(const vigie::console::AdHocFilter& filter);
  void removed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addFields(const AdHocFilter& filter);
  void addButtons(bool isNew);
  /// The list below belongs to this field.
  void offerFor(QLineEdit* field);
  void ask();
  void take(const Result<QStringList>& answered);
  void pick(const QModelIndex& index);
  void goOn();
  void check();

  MetadataClient& metadata_;
  const TimeWindow window_;
  const std::vector<AdHocFilter> others_;
  const AdHocFilter before_;
  QLineEdit* key_;
  QButtonGroup* ops_;
  QLineEdit* value_;
  QListView* list_;
  QStringListModel* offered_;
  QSortFilterProxyModel* fitting_;
  QLabel* note_;
  QPushButton* apply_;
  QLineEdit* field_ = nullptr;
  quint64 asked_ = 0;
};

}  // namespace vigie::console
