#include "tests/support/socket_queue.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace vigie::test {
namespace {

struct Question {
  nlmsghdr head{};
  inet_diag_req_v2 body{};
};

Question questionAbout(std::uint16_t local, std::uint16_t remote) {
  Question question;
  question.head.nlmsg_len = sizeof question;
  question.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.head.nlmsg_flags = NLM_F_REQUEST;
  question.body.sdiag_family = AF_INET;
  question.body.sdiag_protocol = IPPROTO_TCP;
  question.body.idiag_ext = 1 << (INET_DIAG_INFO - 1);
  question.body.idiag_states = ~0U;
  question.body.id.idiag_sport = htons(local);
  question.body.id.idiag_dport = htons(remote);
  question.body.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
  question.body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
  question.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  question.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return question;
}

[[noreturn]] void doesNotTell(int error) {
  throw std::runtime_error(std::string("the kernel does not tell of TCP's queues (is tcp_diag there?): ") +
                           std::strerror(error));
}

}  // namespace

std::uint32_t unsentBytes(std::uint16_t local, std::uint16_t remote) {
  const int link = ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (link < 0) doesNotTell(errno);
  const Question question = questionAbout(local, remote);
  alignas(nlmsghdr) std::array<char, 8192> answer{};
  const bool asked = ::send(link, &question, sizeof question, 0) == sizeof question;
  const ssize_t got = asked ? ::recv(link, answer.data(), answer.size(), 0) : -1;
  const int error = errno;
  ::close(link);
  if (got < 0) doesNotTell(error);
  const auto* const head = reinterpret_cast<const nlmsghdr*>(answer.data());
  if (head->nlmsg_type == NLMSG_ERROR) {
    const int refused = -static_cast<const nlmsgerr*>(NLMSG_DATA(head))->error;
    if (refused == ENOENT) return 0;
    doesNotTell(refused);
  }
  const auto* const told = static_cast<const inet_diag_msg*>(NLMSG_DATA(head));
  auto left = static_cast<int>(head->nlmsg_len - NLMSG_LENGTH(sizeof *told));
  for (const auto* one = reinterpret_cast<const rtattr*>(told + 1); RTA_OK(one, left); one = RTA_NEXT(one, left)) {
    if (one->rta_type != INET_DIAG_INFO) continue;
    tcp_info info{};
    std::memcpy(&info, RTA_DATA(one), std::min<std::size_t>(sizeof info, RTA_PAYLOAD(one)));
    return info.tcpi_notsent_bytes;
  }
  return 0;
}

}  // namespace vigie::test
