// Keeps the connections of users at servers.
#include "sim/protocols/irc/desk.hpp"

namespace rippletank::protocols::irc {

Visitor& Desk::open(ServerIndex server, core::PeerId user) {
  Visitor& visitor = visitors_[user].emplace_back();
  visitor.server = server;
  visitor.connection = opened_++;
  return visitor;
}

void Desk::close(ServerIndex server, core::PeerId user) {
  std::vector<Visitor>& all = visitors_[user];
  const auto found = std::find_if(all.begin(), all.end(), [server](const Visitor& visitor) {
    return visitor.server == server;
  });
  if (found != all.end()) all.erase(found);
}

void Desk::close_all(ServerIndex server) {
  for (core::PeerId user = 0; user < visitors_.size(); ++user) close(server, user);
}

Visitor* Desk::find(ServerIndex server, core::PeerId user) {
  for (Visitor& visitor : visitors_[user]) {
    if (visitor.server != server) continue;
    if (visitor.session == none || sessions_[visitor.session].open) return &visitor;
    close(server, user);
    return nullptr;
  }
  return nullptr;
}

}  // namespace rippletank::protocols::irc
