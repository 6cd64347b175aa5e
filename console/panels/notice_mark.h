// A mark in a panel's corner while Prometheus has something to say about its answer: warnings, infos, and what could
// not be drawn. A click shows all of it, to read and to copy.
#pragma once

#include <QAbstractButton>
#include <QStringList>

namespace vigie::console {

class Theme;

class NoticeMark : public QAbstractButton {
  Q_OBJECT
 public:
  static constexpr int kSide = 18;

  explicit NoticeMark(const Theme& theme, QWidget* parent = nullptr);

  /// Hidden without any. True when it came or went.
  bool setNotices(const QStringList& notices);
  [[nodiscard]] const QStringList& notices() const { return notices_; }
  /// Pixels it takes from the header beside it.
  [[nodiscard]] int room() const { return notices_.isEmpty() ? 0 : kSide + 6; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void showAll();

  const Theme& theme_;
  QStringList notices_;
};

}  // namespace vigie::console
