// The frame: top bar, navigation, the pages, status strip, keyboard. Pages are added once, at start.
#pragma once

#include <QList>
#include <QMainWindow>

class QStackedWidget;
class QVBoxLayout;

namespace vigie::console {

class Navigation;
class Page;
class TopBar;
struct ConsoleContext;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const ConsoleContext& context, QWidget* parent = nullptr);

  /// Takes the page over. The first one added is shown until another is chosen.
  void addPage(Page* page);
  [[nodiscard]] Page* currentPage() const;
  [[nodiscard]] const QList<Page*>& pages() const { return pages_; }
  /// False when there is no such page.
  bool showPage(const QString& id);
  /// The strip under the pages; taken over.
  void setStatusStrip(QWidget* strip);
  [[nodiscard]] bool isNavigationCollapsed() const;
  void setNavigationCollapsed(bool collapsed);

 Q_SIGNALS:
  /// The window is about to close: the last moment to remember it.
  void closing();

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void showIndex(int index);
  void updateHeading();
  void addShortcut(const QString& keys, void (MainWindow::*action)());
  void refreshCurrent();
  void toggleTheme();
  void showHelp();

  const ConsoleContext& context_;
  TopBar* topBar_;
  Navigation* navigation_;
  QStackedWidget* stack_;
  QVBoxLayout* outer_;
  QList<Page*> pages_;
  QList<QWidget*> tools_;
};

}  // namespace vigie::console
