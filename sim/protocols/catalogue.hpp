// The catalogue of protocols.
#pragma once

#include <string>
#include <vector>

#include "sim/overlay/firewalls.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

const registry::Catalogue& catalogue();

/// The types of the messages of a protocol, one of the catalogue.
std::vector<std::string> message_types(const registry::Entry& protocol);

/// What peers of a protocol, one of the catalogue, may be by and by: "peer" where all are equal.
std::vector<std::string> roles(const registry::Entry& protocol);

/// What a scenario must know of a protocol besides its parameters.
struct Nature {
  bool takes_queries = true;   ///< else its peers ask nothing, and queries are a mistake
  bool has_servers = false;    ///< some peers serve the others
  bool servers_share = false;  ///< and are peers like them, which hold items
  bool fetches = false;        ///< peers fetch what they find, by rules of the protocol's own
  bool keeps_copies = false;   ///< so that who holds what changes while it runs
  overlay::MethodSet traversals = 0;  ///< by which its peers get round firewalls
  registry::Serving serving = registry::Serving::as_usual;

  /// Whether any of its peers serve the others, as its parameters are.
  bool is_served() const { return has_servers && serving != registry::Serving::nobody; }
};

/// Of a protocol in general.
Nature nature(const registry::Entry& protocol);
/// As its parameters are.
Nature nature(const registry::Model& protocol);

/// Whether the peers of a protocol fetch what they find, as its parameters tell.
bool has_downloads(const registry::Entry& protocol);

/// The roles of a class, which may leave them out where all are equal.
template <class Protocol>
std::vector<std::string> roles_of() {
  if constexpr (requires { Protocol::roles(); }) {
    return Protocol::roles();
  } else {
    return {"peer"};
  }
}

/// The same of a class, which may leave out what is as usual.
template <class Protocol>
constexpr Nature nature_of() {
  Nature nature;
  if constexpr (requires { Protocol::takes_queries; }) {
    nature.takes_queries = Protocol::takes_queries;
  }
  if constexpr (requires { Protocol::has_servers; }) nature.has_servers = Protocol::has_servers;
  if constexpr (requires { Protocol::servers_share; }) {
    nature.servers_share = Protocol::servers_share;
  }
  // Who fetches by rules of its own keeps what it has, too.
  if constexpr (requires { Protocol::fetches; }) nature.fetches = Protocol::fetches;
  nature.keeps_copies = nature.fetches;
  if constexpr (requires { Protocol::keeps_copies; }) nature.keeps_copies = Protocol::keeps_copies;
  if constexpr (requires { Protocol::traversals; }) nature.traversals = Protocol::traversals;
  return nature;
}

}  // namespace rippletank::protocols
