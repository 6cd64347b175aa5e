#include "console/stack/ports.h"

#include <QTcpServer>

namespace vigie::stack {
namespace {

constexpr quint16 kSearchedAbove = 50;

quint16 tryToListen(quint16 port) {
  QTcpServer server;
  return server.listen(QHostAddress::LocalHost, port) ? server.serverPort() : 0;
}

}  // namespace

std::optional<ChosenPort> PortChooser::choose(quint16 usual) {
  reserved_.remove(usual);
  const auto take = [this](quint16 port, const QString& note) -> std::optional<ChosenPort> {
    taken_.insert(port);
    return ChosenPort{port, note};
  };
  if (!anyPort_) {
    if (!taken_.contains(usual) && tryToListen(usual) != 0) {
      return take(usual, {});
    }
    for (auto port = static_cast<quint16>(usual + 1); port <= usual + kSearchedAbove; ++port) {
      if (!taken_.contains(port) && !reserved_.contains(port) && tryToListen(port) != 0) {
        return take(port, QString("port %1 is busy; using %2").arg(usual).arg(port));
      }
    }
  }
  for (int attempt = 0; attempt < 100; ++attempt) {
    const quint16 port = tryToListen(0);
    if (port != 0 && !taken_.contains(port) && !reserved_.contains(port)) {
      return take(port, anyPort_ ? QString() : QString("port %1 is busy; using %2").arg(usual).arg(port));
    }
  }
  return std::nullopt;
}

}  // namespace vigie::stack
