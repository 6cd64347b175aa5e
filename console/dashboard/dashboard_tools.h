// Two of the Dashboards page's controls in the top bar: what it is compared with, and what is marked on it.
#pragma once

#include <QPointer>
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
  DashboardTools(const Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Those of the open dashboard; null: it has none.
  void setAnnotations(AnnotationSet* annotations);
  /// Another control of the page, before these; taken over.
  void addFirst(QWidget* control);

 protected:
  bool event(QEvent* event) override;

 private:
  void fillCompare(QMenu& menu);
  void fillAnnotations(QMenu& menu);
  void updateCompare();
  void restyle();

  const Theme& theme_;
  TimeRange& timeRange_;
  QPointer<AnnotationSet> annotations_;
  QToolButton* compare_;
  QToolButton* marks_;
};

}  // namespace vigie::console
