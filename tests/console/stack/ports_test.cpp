#include "console/stack/ports.h"

#include <QTcpServer>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

/// A port that nothing listens on at the moment.
quint16 freePort() {
  QTcpServer server;
  return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : 0;
}

TEST(PortsTest, TakesTheUsualPortWhenItIsFree) {
  const quint16 usual = freePort();
  const auto chosen = PortChooser(false).choose(usual);
  ASSERT_TRUE(chosen.has_value());
  EXPECT_EQ(chosen->port, usual);
  EXPECT_TRUE(chosen->note.isEmpty());
}

TEST(PortsTest, ReplacesABusyPortAndSaysSo) {
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, 0));
  const auto chosen = PortChooser(false).choose(other.serverPort());
  ASSERT_TRUE(chosen.has_value());
  EXPECT_NE(chosen->port, other.serverPort());
  EXPECT_EQ(chosen->note, QString("port %1 is busy; using %2").arg(other.serverPort()).arg(chosen->port));
}

TEST(PortsTest, SeesAPortThatIsBusyOnAllAddresses) {
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::Any, 0));
  EXPECT_NE(PortChooser(false).choose(other.serverPort())->port, other.serverPort());
}

TEST(PortsTest, LeavesALaterServicesUsualPortAlone) {
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, 0));
  const auto next = static_cast<quint16>(other.serverPort() + 1);
  PortChooser chooser(false);
  chooser.reserve(other.serverPort());
  chooser.reserve(next);
  EXPECT_NE(chooser.choose(other.serverPort())->port, next);
}

TEST(PortsTest, NeverGivesAPortTwice) {
  PortChooser chooser(true);
  QSet<quint16> given;
  for (int i = 0; i < 50; ++i) {
    given.insert(chooser.choose(8001)->port);
  }
  EXPECT_EQ(given.size(), 50);
}

}  // namespace
}  // namespace vigie::stack
