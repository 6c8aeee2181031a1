// Puts the parts of an unstructured network together.
#include "sim/protocols/parts/unstructured.hpp"

#include <algorithm>

#include "sim/overlay/servers.hpp"

namespace rippletank::protocols {
namespace {

void append(std::vector<measure::Figure>& all, std::vector<measure::Figure> more) {
  all.insert(all.end(), more.begin(), more.end());
}

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

Fetching::Types fetching_types(const UnstructuredPlan& plan) {
  Fetching::Types types;
  types.request = Unstructured::request;
  types.refusal = Unstructured::refusal;
  if (plan.sizes[Unstructured::reply].bytes() > 0) types.reply = Unstructured::reply;
  types.pushes = {PushLetters::push, PushLetters::give, PushLetters::no_source};
  types.piece = Unstructured::piece;
  return types;
}

}  // namespace

std::vector<std::string> Unstructured::message_types_of_equals() {
  std::vector<std::string> names = message_types_with_leaves();
  std::fill(names.begin() + types, names.end(), "");
  return names;
}

std::vector<std::string> Unstructured::message_types_with_leaves() {
  std::vector<std::string> names = Search::message_types();
  for (const Search::Type type : {Search::hits_ready, Search::hits_wanted, Search::query_status}) {
    names[type].clear();  // only where leaves' words are routed
  }
  append(names, Pings::message_types());
  append(names, Joining::message_types());
  append(names, WebCaches::message_types());
  append(names, PushLetters::message_types());
  append(names, {"request", "reply", "refusal"});
  append(names, Leaves::message_types());
  return names;
}

Unstructured::Unstructured(const UnstructuredPlan& plan, const overlay::SetUp& set_up)
    : plan_(plan),
      content_(set_up.content),
      neighbours_(plan.settings.joining ? overlay::Neighbours(set_up.connections.peers())
                                        : overlay::Neighbours(set_up.connections)),
      stays_(neighbours_.peers()),
      search_(plan.settings.search, set_up.content, neighbours_, set_up.connections.peers(),
              set_up.seed),
      pings_(plan.settings.pings, neighbours_, stays_, set_up.seed),
      firewalls_(set_up.firewalls),
      hit_ways_(plan.settings.pushes.memory),
      fetching_(fetching_types(plan), plan.settings.downloads, plan.settings.pushes.patience,
                plan.traversals, stays_, set_up) {
  if (plan.settings.joining) {
    joining_.emplace(*plan.settings.joining, set_up.connections, neighbours_, stays_, set_up.seed);
    if (plan.settings.joining->web_cache) {
      web_caches_.emplace(*plan.settings.joining->web_cache, set_up.connections,
                          overlay::Servers(set_up.connections, set_up.servers), stays_,
                          set_up.seed);
    }
  }
  if (plan.settings.leaves) make_leaves(*plan.settings.leaves, set_up);
}

void Unstructured::make_leaves(const LeafSettings& settings, const overlay::SetUp& set_up) {
  if (joining_) {
    leaves_.emplace(settings, neighbours_, stays_, std::vector<core::PeerId>(),
                    std::vector<std::uint32_t>(), set_up.content, set_up.seed);
    election_.emplace(*plan_.settings.election, neighbours_.peers(), set_up.access);
    return;
  }
  const overlay::Servers super_peers(set_up.connections, set_up.servers);
  for (core::PeerId peer = 0; peer < neighbours_.peers(); ++peer) {
    if (super_peers.is_server(peer) || neighbours_.has(peer, super_peers.choice(peer, 0))) continue;
    // One that is connected to no super-peer knows all, and takes one that it can connect to.
    for (std::uint32_t place = 0; place < super_peers.choices(peer); ++place) {
      const core::PeerId own = super_peers.choice(peer, place);
      if (!firewalls_.lets_connect(peer, own)) continue;
      neighbours_.add(peer, own);
      neighbours_.add(own, peer);
      break;
    }
  }
  leaves_.emplace(settings, neighbours_, stays_, super_peers.all(), set_up.clusters, set_up.content,
                  set_up.seed);
}

std::vector<core::PeerId> Unstructured::holders(core::PeerId at, core::ItemId item,
                                                core::PeerId origin) {
  std::vector<core::PeerId> found;
  if (leaves_) {
    found = leaves_->holders(at, item, origin);
  } else if (at != origin && content_->holds(at, item)) {
    found.push_back(at);
  }
  if (has_routed_leaves() && is_leaf(at)) {
    ++leaf_queries_;
    if (found.empty()) ++leaf_queries_in_vain_;
  }
  if (!plan_.hides_unreachable || !firewalls_.any()) return found;
  const std::size_t all = found.size();
  const auto is_out_of_reach = [&](core::PeerId holder) {
    return !fetching_.can_fetch(*this, origin, holder);
  };
  found.erase(std::remove_if(found.begin(), found.end(), is_out_of_reach), found.end());
  results_hidden_ += all - found.size();
  return found;
}

core::PeerId Unstructured::proxy_of(core::PeerId peer, core::PeerId holder) const {
  if (!is_leaf(holder)) return core::no_peer;
  for (const core::PeerId super_peer : leaves_->super_peers_of(holder)) {
    if (super_peer != peer && firewalls_.lets_connect(peer, super_peer)) return super_peer;
  }
  return core::no_peer;
}

core::PeerId Unstructured::relay_between(core::PeerId peer, core::PeerId holder,
                                         std::uint32_t tries) const {
  std::vector<core::PeerId> able;
  for (const core::PeerId neighbour : neighbours_.of(peer)) {
    if (neighbour != holder && firewalls_.can_join(neighbour, peer, holder)) {
      able.push_back(neighbour);
    }
  }
  return able.empty() ? core::no_peer : able[(std::size_t{holder} + tries) % able.size()];
}

std::vector<core::PeerId> Unstructured::known_holders(core::PeerId origin, core::ItemId item) {
  if (!leaves_ || !leaves_->is_super(origin)) return {};
  return holders(origin, item, origin);
}

bool Unstructured::wants_more(core::PeerId peer, std::uint32_t asked) const {
  const std::uint32_t wanted =
      is_leaf(peer) ? election_->parameters().super_peers_wanted : plan_.settings.joining->wanted;
  return super_degree(peer) + asked < wanted;
}

bool Unstructured::has_room(core::PeerId peer, core::PeerId neighbour) const {
  if (is_leaf(peer)) return wants_more(peer, 0);
  if (is_leaf(neighbour)) return leaves_->leaf_degree(peer) < election_->parameters().leaves_most;
  return super_degree(peer) < plan_.settings.joining->most;
}

bool Unstructured::is_not_needed(core::PeerId peer, core::PeerId neighbour) const {
  return election_ && !is_leaf(peer) && !is_leaf(neighbour) && leaves_->leaf_degree(peer) == 0 &&
         leaves_->leaf_degree(neighbour) < election_->parameters().leaves_most;
}

std::uint64_t Unstructured::patches(const overlay::Letter& letter) const {
  return (std::uint64_t{letter.value} + plan_.each_bytes.patch_data - 1) /
         plan_.each_bytes.patch_data;
}

std::vector<core::PeerId> Unstructured::cached_pongs(core::PeerId peer, core::PeerId asker,
                                                     std::uint32_t most) {
  if (joining_) return joining_->told(*this, peer, asker, most);
  std::vector<core::PeerId> pongs;
  for (const core::PeerId other : neighbours_.of(peer)) {
    if (other != asker && is_worth_telling(other) && pongs.size() < most) pongs.push_back(other);
  }
  return pongs;
}

std::vector<measure::Figure> Unstructured::figures() const {
  std::vector<measure::Figure> all;
  if (search_.has_answers()) all = search_.hit_counts().figures();
  if (has_routed_leaves()) {
    append(all, {{"leaf_queries", "",
                  "Queries that ultrapeers passed on to leaves, each leaf and query once.",
                  leaf_queries_},
                 {"leaf_queries_in_vain", "",
                  "Of these, the ones whose words the leaf has, but not the item.",
                  leaf_queries_in_vain_}});
  }
  if (firewalls_.are_described()) append(all, fetching_.push_counts().figures());
  if (firewalls_.are_described() && plan_.hides_unreachable) {
    append(all, {{"results_hidden", "",
                  "Holders that did not answer a query, as its origin could not fetch from them; "
                  "in the whole run.",
                  results_hidden_}});
  }
  if (joining_) append(all, joining_->counts().figures());
  if (web_caches_) append(all, web_caches_->counts().figures());
  if (election_) {
    append(all, election_->figures());
    append(all,
           {{"super_peers_at_end", "", "Super-peers when the run ended.", leaves_->super_peers()}});
  }
  return all;
}

}  // namespace rippletank::protocols
