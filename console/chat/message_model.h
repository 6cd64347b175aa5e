// MessageModel: the turns of one open conversation, oldest first.
#pragma once

#include "console/chat/chat_turn.h"

#include <QAbstractListModel>
#include <QTimer>

#include <vector>

namespace vigie::console {

/// UI thread only. Text that streams in is gathered and shown at most every kFlushEvery (50 times a second), so that
/// a fast model costs the window no more than a slow one.
class MessageModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { kTextRole = Qt::DisplayRole, kIdRole = Qt::UserRole + 1, kSpeakerRole, kStateRole, kModelRole };
  static constexpr std::chrono::milliseconds kFlushEvery{20};

  explicit MessageModel(QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  [[nodiscard]] const ChatTurn& turn(int row) const { return turns_.at(static_cast<std::size_t>(row)); }
  /// The last answer's row, -1 when there is none.
  [[nodiscard]] int lastAnswer() const;

  void reset(std::vector<ChatTurn> turns);
  int append(ChatTurn turn);
  void truncate(int rows);  ///< keeps the first `rows` turns
  /// Text of a streaming answer; shown with the next flush.
  void appendText(int row, const QString& text);
  /// Changes a turn at once (pending text included), through `change(ChatTurn&)`.
  template <class Change>
  void update(int row, Change change) {
    flush();
    change(turns_.at(static_cast<std::size_t>(row)));
    Q_EMIT dataChanged(index(row), index(row));
  }
  /// Shows what is gathered now.
  void flush();

 private:
  std::vector<ChatTurn> turns_;
  QString pending_;
  int pendingRow_ = -1;
  QTimer flushTimer_;
};

}  // namespace vigie::console
