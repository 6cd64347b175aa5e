// A message as Discord draws it: who says it, its text, and its embeds with their colour bar, title, fields and links.
#pragma once

#include <QDateTime>
#include <QFrame>
#include <QJsonObject>

class QVBoxLayout;

namespace vigie::console {

class Theme;

/// In Discord's own colours, light or dark as the console is: it is a picture of another program. Opens nothing itself.
class DiscordView : public QFrame {
  Q_OBJECT
 public:
  explicit DiscordView(const Theme& theme, QWidget* parent = nullptr);

  /// `message` is the body that Discord is sent.
  void setMessage(const QJsonObject& message, const QDateTime& at);
  /// Everything it says, as text: for screen readers and tests.
  [[nodiscard]] QString spoken() const;

 Q_SIGNALS:
  void linkActivated(const QString& address);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void rebuild();
  void addEmbed(const QJsonObject& embed);

  const Theme& theme_;
  QJsonObject message_;
  QDateTime at_;
  QVBoxLayout* column_;
  QWidget* content_ = nullptr;
};

}  // namespace vigie::console
