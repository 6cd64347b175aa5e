// The word in the status bar while something fires: what, and since when; a click goes to it. Nothing while all is
// quiet.
#pragma once

#include <QToolButton>

namespace vigie::console {

class AlertSource;
class Theme;

class AlertNotice : public QToolButton {
  Q_OBJECT
 public:
  /// References outlive it.
  AlertNotice(const Theme& theme, const AlertSource& source, QWidget* parent = nullptr);

 Q_SIGNALS:
  /// The name of the alert that it names.
  void chosen(const QString& alert);

 private:
  void update();

  const Theme& theme_;
  const AlertSource& source_;
  QString alert_;
};

}  // namespace vigie::console
