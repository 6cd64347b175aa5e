// The Dashboards page's controls in the top bar: which dashboard, what it is compared with, what is marked on it.
#pragma once

#include <QPointer>
#include <QStringList>
#include <QWidget>

class QMenu;
class QToolButton;

namespace vigie::console {

class AnnotationSet;
class Theme;
class TimeRange;

class DashboardTools : public QWidget {
  Q_OBJECT
 public:
  DashboardTools(const Theme& theme, TimeRange& timeRange, const QStringList& dashboards, QWidget* parent = nullptr);

  /// Which dashboard is open, and its annotations (null: none).
  void follow(int current, AnnotationSet* annotations);

 Q_SIGNALS:
  void chosen(int dashboard);

 protected:
  bool event(QEvent* event) override;

 private:
  void fillDashboards(QMenu& menu);
  void fillCompare(QMenu& menu);
  void fillAnnotations(QMenu& menu);
  void updateCompare();
  void restyle();

  const Theme& theme_;
  TimeRange& timeRange_;
  QStringList dashboards_;
  int current_ = -1;
  QPointer<AnnotationSet> annotations_;
  QToolButton* picker_;
  QToolButton* compare_;
  QToolButton* marks_;
};

}  // namespace vigie::console
