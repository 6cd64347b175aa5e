// Which lines of a chart are shown: those the panel shows, or those the user picked in the legend. By name, so that it survives a
// refresh.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace vigie::console {

class LineSelection {
 public:
  /// `hidden`: the panel itself hides it, which holds until somebody picks.
  [[nodiscard]] bool shows(const QString& name, bool hidden = false) const {
    return isPanels_ ? !hidden : !picked_ || picked_->contains(name);
  }

  /// A click on `name`, of `all` lines of which `shown` are: only this one, or all where it is that already. With Ctrl
  /// (`together`) this one in or out; none left, or all in: all. Source: Grafana's seriesVisibilityConfigFactory.ts.
  void pick(const QString& name, bool together, const QStringList& all, const QStringList& shown) {
    isPanels_ = false;
    QSet<QString> wanted(shown.begin(), shown.end());
    if (!together) {
      wanted = wanted == QSet<QString>{name} ? QSet<QString>() : QSet<QString>{name};
    } else if (!wanted.remove(name)) {
      wanted.insert(name);
    }
    const bool isAll = wanted.isEmpty() || wanted.contains(QSet<QString>(all.begin(), all.end()));
    picked_ = isAll ? std::nullopt : std::optional(wanted);
  }
  /// Where the panel hides none of them.
  void pick(const QString& name, bool together, const QStringList& all) {
    QStringList shown;
    for (const QString& one : all) {
      if (shows(one)) shown.append(one);
    }
    pick(name, together, all, shown);
  }

 private:
  bool isPanels_ = true;
  std::optional<QSet<QString>> picked_;  ///< nothing: all
};

}  // namespace vigie::console
