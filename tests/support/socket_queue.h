// What the kernel holds for a TCP connection of another process, asked of it by sock_diag(7).
#pragma once

#include <cstdint>

namespace vigie::test {

/// The bytes of the loopback connection `local` → `remote` that were written and could not be sent yet
/// (tcpi_notsent_bytes): as many as its owner allowed (TCP_NOTSENT_LOWAT) means that its next write waits until the
/// reader has taken half of them. 0 too where there is no such connection. Throws where the kernel does not tell.
std::uint32_t unsentBytes(std::uint16_t local, std::uint16_t remote);

}  // namespace vigie::test
