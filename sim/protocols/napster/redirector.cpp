// Counts who is on the way to which server.
#include "sim/protocols/napster/redirector.hpp"

namespace rippletank::protocols::napster {

core::PeerId Redirector::send(core::PeerId client, const std::vector<core::PeerId>& servers) {
  Visitor& visitor = visitors_[client];
  forget(visitor);
  ++visitor.visits;
  const auto load = [this](core::PeerId server) {
    return index_.users_at(server) + expected_at_[server];
  };
  for (const core::PeerId server : servers) {
    const bool better = visitor.server == core::no_peer || load(server) < load(visitor.server);
    if (better) visitor.server = server;
  }
  if (visitor.server != core::no_peer) ++expected_at_[visitor.server];
  return visitor.server;
}

void Redirector::arrived(core::PeerId client, core::PeerId server) {
  Visitor& visitor = visitors_[client];
  if (visitor.server == server) forget(visitor);
}

void Redirector::give_up(core::PeerId client, std::uint32_t visits) {
  Visitor& visitor = visitors_[client];
  if (visitor.visits == visits) forget(visitor);
}

void Redirector::forget_all() {
  for (Visitor& visitor : visitors_) forget(visitor);
}

void Redirector::forget(Visitor& visitor) {
  if (visitor.server != core::no_peer) --expected_at_[visitor.server];
  visitor.server = core::no_peer;
}

}  // namespace rippletank::protocols::napster
