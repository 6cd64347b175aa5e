// A certificate authority that exists for one test, and a server certificate of it.
#pragma once

#include <string>

namespace vigie::test {

struct TestCertificates {
  std::string authorityPem;
  std::string certificatePem;
  std::string keyPem;
};

/// Valid for an hour, for 127.0.0.1 and, unless empty, for `dnsName`.
TestCertificates makeTestCertificates(const std::string& dnsName);

}  // namespace vigie::test
