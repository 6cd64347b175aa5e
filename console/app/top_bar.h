// The bar above every page: brand, what is open, the page's own tools, time range, refresh, link out, theme.
//
// Title and range are whole as long as they can be: where there is little room, what has a key or an icon gives way.
#pragma once

#include <QUrl>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace vigie::console {

class Page;
class RangePicker;
struct DashboardTime;
class Theme;
class TimeRange;

class TopBar : public QWidget {
  Q_OBJECT
 public:
  TopBar(Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Shows the heading and tools of `page`; `tools` (may be null) belongs to the page's entry in the main window.
  void showPage(const Page& page, QWidget* tools);
  /// The width of the navigation, so that the title starts where the page does.
  void setBrandWidth(int width);

  /// Opens the time range's popup under its button.
  void openRangePicker();
  /// Says a problem beside the range for a few seconds.
  void complain(const QString& problem);

 Q_SIGNALS:
  void refreshRequested();
  /// Back to what the open dashboard says itself.
  void ownTimeRequested();
  void paletteRequested();
  void helpRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildRange();
  void buildRefreshMenu();
  void fillRefreshMenu();
  void updateRange();
  void updateRefresh();
  void updateRoom();
  [[nodiscard]] int neededWidth(int given) const;
  void orderTabs();
  void restyle();

  Theme& theme_;
  TimeRange& timeRange_;
  QWidget* brand_;
  QLabel* brandIcon_;
  QLabel* brandWord_;
  QLabel* title_;
  QLabel* subtitle_;
  QHBoxLayout* toolsSlot_;
  QWidget* tools_ = nullptr;
  QToolButton* earlier_;
  QToolButton* range_;
  QToolButton* later_;
  QToolButton* zoomOut_;
  RangePicker* picker_ = nullptr;  ///< made when first opened
  QToolButton* refreshNow_;
  QToolButton* refresh_;
  QToolButton* palette_;
  QToolButton* open_;
  QToolButton* themeButton_;
  QToolButton* help_;
  QUrl link_;
  int openWithWords_ = 0;  ///< how wide `open_` is with its words, and with its icon alone
  int openAlone_ = 0;
  int rangeRoom_ = 0;  ///< how wide `range_` is with its window in full
  const Page* page_ = nullptr;
};

}  // namespace vigie::console
