// Which lines of a chart are shown: all, or those the user picked in the legend. By name, so that it survives a
// refresh.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace vigie::console {

class LineSelection {
 public:
  [[nodiscard]] bool shows(const QString& name) const { return !picked_ || picked_->contains(name); }
  [[nodiscard]] bool isEverything() const { return !picked_; }

  /// A click: only this one; again: all. Source: Grafana's seriesVisibilityConfigFactory.ts.
  void isolate(const QString& name) {
    if (picked_ == QSet<QString>{name}) {
      picked_.reset();
    } else {
      picked_ = QSet<QString>{name};
    }
  }
  /// A click with Ctrl: this one in or out; none left, or all in: all.
  void toggle(const QString& name, const QStringList& all) {
    if (!picked_) picked_ = QSet<QString>(all.begin(), all.end());
    if (!picked_->remove(name)) picked_->insert(name);
    const QSet<QString> everything(all.begin(), all.end());
    if (picked_->isEmpty() || picked_->contains(everything)) picked_.reset();
  }
  /// A click on `name`, with Ctrl or without.
  void pick(const QString& name, bool together, const QStringList& all) {
    if (together) {
      toggle(name, all);
    } else {
      isolate(name);
    }
  }

 private:
  std::optional<QSet<QString>> picked_;
};

}  // namespace vigie::console
