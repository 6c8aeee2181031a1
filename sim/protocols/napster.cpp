// Describes Napster, and tells its figures.
#include "sim/protocols/napster.hpp"

namespace rippletank::protocols {

registry::Entry Napster::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "napster",
      "Clients log in at a server, share files and search; what they find they fetch from each "
      "other.",
      "Napster protocol specification, drscholl (2000-2001); linked servers: OpenNap (drscholl, "
      "2000), search.c",
      Parameters::section(),
      {{"login_spread_s", 1}, {"linked", true}, {"server", {{"service_ms", 2}}}});
  entry.leading_server = [](const void* parameters) {
    return static_cast<const Parameters*>(parameters)->redirector ? "redirector" : "";
  };
  return entry;
}

Napster::Napster(const Parameters& parameters, const overlay::SetUp& set_up)
    : state_(parameters, set_up),
      servers_(state_, set_up),
      clients_(state_),
      transfers_(state_, set_up) {}

const char* Napster::role(core::PeerId peer) const {
  if (state_.is_redirector(peer)) return "redirector";
  return state_.is_server(peer) ? "server" : "client";
}

std::vector<measure::Figure> Napster::figures() const {
  const napster::Counts& counts = state_.counts;
  return {
      {"logins", "", "How often a server let a client in.", counts.logins},
      {"refused_logins", "", "How often it had no place for a client.", counts.refused_logins},
      {"users_most", "users", "The most users that a server had at a time, the warm-up included.",
       std::uint64_t{state_.index.most_users()}},
      {"searches_passed_on", "",
       "How often a server passed a search on to linked servers, one or several.",
       counts.searches_passed_on},
      {"hidden_results", "",
       "What servers did not tell, as neither who asked nor who shares can be connected to.",
       counts.hidden_results},
  };
}

}  // namespace rippletank::protocols
