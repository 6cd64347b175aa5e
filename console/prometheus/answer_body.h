// The body of an answer over HTTP, read as it comes. UI thread.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

class QNetworkReply;

namespace vigie::console {

class AnswerBody : public QObject {
  Q_OBJECT
 public:
  /// What comes of `reply`, its parent, up to `maxBytes` (of what it holds once it is unpacked). A piece at a time, and
  /// the event loop turns in between: what a near peer sends would otherwise all be read in one turn.
  AnswerBody(QNetworkReply& reply, qint64 maxBytes);

  /// All that came, once the reply has finished; nothing of one that is too large.
  [[nodiscard]] QByteArray take();
  [[nodiscard]] bool isTooLarge() const { return tooLarge_; }

 Q_SIGNALS:
  /// It is longer, or says that it will be; once. Nothing more is read: who hears it aborts the reply.
  void tooLarge();

 private:
  void read();
  void refuse();

  QNetworkReply& reply_;
  const qint64 maxBytes_;
  QByteArray body_;
  QTimer turn_;
  bool tooLarge_ = false;
};

}  // namespace vigie::console
