// Finds peers by their names, and words what is wrong with those that there are not.
#include "sim/workload/peer_names.hpp"

#include <fmt/format.h>

#include "sim/registry/reader.hpp"

namespace rippletank::workload {
namespace {

std::string no_peer(const std::string& shown, const std::string& advice) {
  return fmt::format("no peer {} in this overlay; {}", shown, advice);
}

}  // namespace

std::string PeerNames::unknown(const std::string& name) const {
  return no_peer(registry::found(name), advise(name));
}

std::vector<core::PeerId> PeerNames::resolve(const std::vector<registry::Id>& ids,
                                             const std::string& pointer,
                                             std::vector<registry::Diagnostic>& mistakes) const {
  std::vector<core::PeerId> peers;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const auto peer = find(ids[i].text)) {
      peers.push_back(*peer);
    } else {
      mistakes.push_back({"", 0, fmt::format("{}/{}", pointer, i),
                          no_peer(registry::found(ids[i]), advise(ids[i].text))});
    }
  }
  return peers;
}

}  // namespace rippletank::workload
