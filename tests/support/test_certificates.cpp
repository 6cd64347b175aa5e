#include "tests/support/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace vigie::test {

namespace {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

void demand(bool held) {
  if (!held) throw std::runtime_error("OpenSSL could not make a test certificate");
}

template <class Write>
std::string pem(Write write) {
  const Bio bio(BIO_new(BIO_s_mem()));
  demand(write(bio.get()) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void extend(X509& certificate, X509& issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  demand(extension != nullptr);
  demand(X509_add_ext(&certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

Certificate unsignedCertificate(EVP_PKEY& key, const std::string& name, long serial) {
  constexpr long kHour = 3600;
  Certificate certificate(X509_new());
  demand(certificate != nullptr);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kHour);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kHour);
  X509_set_pubkey(certificate.get(), &key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

}  // namespace

TestCertificates makeTestCertificates(const std::string& dnsName) {
  const Key authorityKey(EVP_EC_gen("P-256"));
  const Key serverKey(EVP_EC_gen("P-256"));
  demand(authorityKey && serverKey);

  const Certificate authority = unsignedCertificate(*authorityKey, "Vigie test authority", 1);
  X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get()));
  extend(*authority, *authority, NID_basic_constraints, "critical,CA:TRUE");
  extend(*authority, *authority, NID_key_usage, "critical,keyCertSign");
  demand(X509_sign(authority.get(), authorityKey.get(), EVP_sha256()) > 0);

  const Certificate server = unsignedCertificate(*serverKey, "Vigie test server", 2);
  X509_set_issuer_name(server.get(), X509_get_subject_name(authority.get()));
  std::string names = "IP:127.0.0.1";
  if (!dnsName.empty()) names += ",DNS:" + dnsName;
  extend(*server, *authority, NID_subject_alt_name, names);
  demand(X509_sign(server.get(), authorityKey.get(), EVP_sha256()) > 0);

  TestCertificates out;
  out.authorityPem = pem([&](BIO* bio) { return PEM_write_bio_X509(bio, authority.get()); });
  out.certificatePem = pem([&](BIO* bio) { return PEM_write_bio_X509(bio, server.get()); });
  out.keyPem = pem(
      [&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, serverKey.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  return out;
}

}  // namespace vigie::test
