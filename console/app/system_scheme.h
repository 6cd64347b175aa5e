// The desktop's light or dark preference, from the XDG settings portal: Qt tells it only from 6.5 on.
// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace vigie::console {

class Theme;

/// Tells `theme` now and whenever the preference changes. Where there is no portal, nothing is told and light stays.
class SystemScheme : public QObject {
  Q_OBJECT
 public:
  explicit SystemScheme(Theme& theme, QObject* parent = nullptr);

 private Q_SLOTS:
  void handleSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  Theme& theme_;
};

}  // namespace vigie::console
