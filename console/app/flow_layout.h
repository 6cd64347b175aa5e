// A row of widgets that goes on in the next line where it has no more room, as words do. The idea is Qt's example "Flow
// Layout". GUI thread.
#pragma once

#include <QLayout>
#include <QList>

#include <memory>
#include <vector>

namespace vigie::console {

class FlowLayout : public QLayout {
  Q_OBJECT
 public:
  /// spacing() is between its items and between its lines.
  explicit FlowLayout(QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  [[nodiscard]] int count() const override;
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  /// The widest of its items.
  [[nodiscard]] QSize minimumSize() const override;
  void setGeometry(const QRect& area) override;

 private:
  /// The height that `area`'s width needs; moves the items there when `apply` is set.
  int arrange(const QRect& area, bool apply) const;

  std::vector<std::unique_ptr<QLayoutItem>> items_;
};

}  // namespace vigie::console
