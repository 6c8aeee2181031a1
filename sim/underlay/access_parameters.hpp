// What a scenario says about the access links of peers, described once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

/// What the access links of a class of peers are like.
struct AccessClass {
  std::string name;
  double share = 0;  ///< of the peers
  double down_kbit_s = 0;
  double up_kbit_s = 0;
  core::Distribution latency_ms{core::Constant{10}};

  static const registry::Section& section();
};

/// What tables call the class of servers that have access links of their own.
inline constexpr const char* server_class = "server";

/// What the access links of servers are like.
struct ServerAccess {
  double down_kbit_s = 0;
  double up_kbit_s = 0;
  core::Distribution latency_ms{core::Constant{1}};

  static const registry::Section& section();
  AccessClass access_class() const { return {server_class, 0, down_kbit_s, up_kbit_s, latency_ms}; }
};

/// Published mixes of access classes.
enum class AccessMix : std::uint8_t { gnutella, napster };

/// What a scenario says about access links, whatever the underlay.
struct AccessParameters {
  AccessMix mix = AccessMix::gnutella;
  std::vector<AccessClass> classes;    ///< empty: those of the mix
  std::optional<ServerAccess> server;  ///< none: a server is as any other peer

  static const registry::Section& section();
};

/// Tells of classes without a name of their own and of shares that miss 1.
///
/// `key`: the list under which they stand.
void check_access_classes(const std::vector<AccessClass>& classes, const char* key,
                          registry::Reader& reader);

}  // namespace rippletank::underlay

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::AccessMix> {
  using AccessMix = rippletank::underlay::AccessMix;
  static constexpr std::array<std::pair<const char*, AccessMix>, 2> names = {
      {{"gnutella", AccessMix::gnutella}, {"napster", AccessMix::napster}}};
};
