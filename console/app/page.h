// A page of the main window: what the navigation, the top bar and the screenshot run need to know of it.
#pragma once

#include "console/app/command.h"

#include <QString>
#include <QStringList>
#include <QUrl>
#include <QWidget>

#include <vector>

namespace vigie::console {

struct DashboardTime;

/// What does not change while the program runs.
struct PageInfo {
  QString id;                  ///< "dashboards": settings and --page. Persisted: do not change or reuse.
  QString word;                ///< in the navigation, translated
  QString icon;                ///< resources/icons/<icon>.svg
  QChar key;                   ///< `g` then this key goes to the page
  bool usesTimeRange = false;  ///< the top bar shows time range and refresh
};

/// What the navigation shows beside the page's word.
struct PageBadge {
  int count = 0;  ///< 0: nothing is shown
  bool critical = false;
  friend bool operator==(const PageBadge&, const PageBadge&) = default;
};

/// UI thread only. Owned by the main window once added.
class Page : public QWidget {
  Q_OBJECT
 public:
  explicit Page(PageInfo info, QWidget* parent = nullptr) : QWidget(parent), info_(std::move(info)) {
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
  }

  [[nodiscard]] const PageInfo& info() const { return info_; }
  /// Top bar: what is open ("AI API Monitoring"). Defaults to the word of the navigation.
  [[nodiscard]] virtual QString title() const { return info_.word; }
  /// Top bar, muted: what the page acts on ("local stack").
  [[nodiscard]] virtual QString subtitle() const { return {}; }
  /// The page's own controls, shown at the right of the top bar while the page is current; nullptr for none. Created
  /// once; the main window takes it over. Its property "brief" is true while there is no room for what can be read
  /// elsewhere, and "compact" while there is little.
  [[nodiscard]] virtual QWidget* createTools() { return nullptr; }
  /// Where the link at the right of the top bar goes; empty hides it.
  [[nodiscard]] virtual QUrl externalLink() const { return {}; }
  /// Its words ("Open in Grafana").
  [[nodiscard]] virtual QString externalLinkText() const { return {}; }
  /// Asked before the window closes: false keeps it open, because something would be lost.
  virtual bool mayClose() { return true; }
  /// `d r` and the refresh button.
  virtual void refresh() {}
  /// What it can be told to do: keys, palette and help are made of it, and work while the page is current. Asked once,
  /// when the page is added.
  [[nodiscard]] virtual std::vector<Command> commands() { return {}; }
  /// Where the palette can go within the page, as it is at the moment; the page is shown first.
  [[nodiscard]] virtual std::vector<Destination> destinations() { return {}; }
  /// Esc: one step out of what fills the page. False when there is nothing to leave.
  virtual bool goBack() { return false; }
  /// It keeps the states it was in: back and forward go through them, and not through the time ranges alone.
  [[nodiscard]] virtual bool keepsStates() const { return false; }
  [[nodiscard]] virtual bool hasState(int direction) const {
    Q_UNUSED(direction)
    return false;
  }
  /// One state back (-1) or forward (1).
  virtual void goToState(int direction) { Q_UNUSED(direction) }
  /// The window shows the page alone, or with its bars again.
  virtual void showKiosk(bool kiosk) { Q_UNUSED(kiosk) }
  /// What is open says about the time picker; null for nothing.
  [[nodiscard]] virtual const DashboardTime* timeOptions() const { return nullptr; }
  /// The range, refresh and zone that what is open says itself.
  virtual void takeOwnTime() {}
  /// How many things on it want to be looked at.
  [[nodiscard]] virtual PageBadge badge() const { return {}; }
  /// Nothing is loading and what is shown is complete. Only asked while the page is shown.
  [[nodiscard]] virtual bool isReady() const { return true; }

  /// What --screenshot-dir takes pictures of: one file a scene, "<scene>-<theme>.png".
  [[nodiscard]] virtual QStringList scenes() const { return {info_.id}; }
  /// Brings the page to a scene (opens a dashboard, asks a question); isReady() says when it is complete.
  virtual void showScene(const QString& scene) { Q_UNUSED(scene) }

 Q_SIGNALS:
  /// title(), subtitle() or externalLink() changed.
  void headingChanged();
  /// badge() may have changed.
  void badgeChanged();
  /// isReady() may have changed.
  void readinessChanged();

 private:
  PageInfo info_;
};

}  // namespace vigie::console
