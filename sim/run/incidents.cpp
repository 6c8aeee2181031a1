// Lets happen what happens to peers and parts, and looks at what it leaves.
#include "sim/run/incidents.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::run {

void Absences::count(core::PeerId peer, bool back) {
  RIPPLETANK_CHECK(!back || causes_[peer] > 0, "a peer that comes back was not away");
  causes_[peer] += back ? -1U : 1U;
}

Incidents::Incidents(const std::vector<FailureEvent>& planned, Churn churn,
                     const underlay::PhysicalWires* wires, core::PeerId peers, core::Time bin,
                     LiveFailures live)
    : absences_(peers),
      churn_(std::move(churn)),
      live_(std::move(live)),
      sides_(peers),
      bin_(bin),
      wires_(wires) {
  for (const FailureEvent& event : planned) events_.emplace(event.order(), event);
  for (const core::PeerId peer : churn_.initially_offline) absences_.count(peer, false);
  if (churn_.changes) next_change_ = churn_.changes();
  if (wires_ == nullptr) return;
  damage_.emplace(wires_->graph());
  routes_.emplace(wires_->graph(), wires_->media());
  part_ = routes_->parts();
}

overlay::Presence Incidents::presence() {
  overlay::Presence presence;
  presence.initially_offline = churn_.initially_offline;
  const bool happens = !events_.empty() || next_change_;
  if (happens) {
    presence.next_time = [this] { return next_time(); };
    presence.happen = [this](const overlay::NetworkView& view) { return happen(view); };
  }
  if (happens || bin_ != core::never) {
    presence.look = [this](const overlay::NetworkView& view, overlay::Occasion occasion) {
      look(view, occasion);
    };
    presence.look_every = bin_;
  }
  presence.sides = &sides_.of_peers();
  return presence;
}

overlay::Happening Incidents::happen(const overlay::NetworkView& view) {
  const core::Time now = next_time();
  changes_.clear();
  touched_.clear();
  first_of_moment_ = record_.incidents.size();
  const auto take_change = [this] {
    const overlay::PresenceChange change = *next_change_;
    next_change_ = churn_.changes();
    return change;
  };
  if (next_event_time() != now) {
    const overlay::PresenceChange change = take_change();
    if (!next_change_ || next_change_->time != now) return happen_alone(change);
    touch(change.peer, change.online, change.announced);
  }
  const Remains before = next_event_time() == now ? remains_now(view) : Remains{};
  bool breaks = false;
  bool new_ways = false;
  while (next_event_time() == now) {
    FailureEvent event = std::move(events_.extract(events_.begin()).mapped());
    const bool is_end = event.reason == FailureReason::repair;
    if (event.live != Live::no && (event.live == Live::always || peers_connect(view))) {
      if (is_end) continue;  // of those that were not chosen after all
      choose(event, view);
    }
    breaks |= event.change.has_value();
    new_ways |= event.sides != nullptr;
    let_fail(std::move(event), view);
    record_.incidents.back().before = before;
  }
  while (next_change_ && next_change_->time == now) {
    const overlay::PresenceChange change = take_change();
    touch(change.peer, change.online, change.announced);
    parts_.reset();
  }
  tell_outcomes(now);
  const bool nothing = changes_.empty() && !breaks && !new_ways;
  if (nothing) look(view, overlay::Occasion::happening);  // the run loop does not then
  return {.changes = changes_,
          .new_ways = new_ways,
          .look = first_of_moment_ < record_.incidents.size(),
          .nothing = nothing};
}

/// By far the most frequent case, as peers that come and go by themselves may be millions.
overlay::Happening Incidents::happen_alone(const overlay::PresenceChange& change) {
  const bool was_away = absences_.is_away(change.peer);
  absences_.count(change.peer, change.online);
  if (was_away == absences_.is_away(change.peer)) return {.nothing = true};
  parts_.reset();
  changes_.push_back(change);
  return {.changes = changes_};
}

void Incidents::touch(core::PeerId peer, bool back, bool announced) {
  touched_.push_back({peer, back, announced, absences_.is_away(peer)});
  absences_.count(peer, back);
}

void Incidents::choose(FailureEvent& event, const overlay::NetworkView& view) {
  const std::optional<overlay::Connections> made = view.made_connections();
  const overlay::Connections& connections = made ? *made : view.topology;
  failures::Moment moment;
  moment.peers = connections.peers();
  moment.is_online = [this](core::PeerId peer) { return !absences_.is_away(peer); };
  moment.role = view.role;
  moment.offsets = {connections.offsets.data(), connections.offsets.size()};
  moment.neighbours = {connections.neighbours.data(), connections.neighbours.size()};
  for (FailureEvent& end : live_.choose(event, moment)) {
    const FailureOrder order = end.order();
    events_.emplace(order, std::move(end));
  }
}

void Incidents::let_fail(FailureEvent event, const overlay::NetworkView& view) {
  const bool back = event.reason == FailureReason::repair;
  if (event.change) {
    damage_->apply(*event.change);
    routes_->set_intact(damage_->intact());
    part_ = routes_->parts();
  }
  if (event.sides && back) sides_.join_again(event.sides);
  if (event.sides && !back) sides_.part(event.sides);
  if (event.change || event.sides || !back) parts_.reset();
  for (const core::PeerId peer : event.peers) {
    touch(peer, back, event.reason == FailureReason::leave);
    if (parts_ && is_there(peer)) join(peer, view.topology);
  }
  record_.incidents.push_back({std::move(event), {}, {}});
  if (!peers_connect(view)) record_.incidents.back().remains = remains_now(view);
}

/// Those that came back earlier are there already, those that come later not yet.
void Incidents::join(core::PeerId peer, const overlay::Connections& connections) {
  join_neighbours(
      connections, peer, [this](core::PeerId other) { return is_there(other); },
      [this](core::PeerId from, core::PeerId to) { return is_joined(from, to); }, *parts_);
}

bool Incidents::peers_connect(const overlay::NetworkView& view) {
  if (!peers_connect_) peers_connect_ = view.made_connections().has_value();
  return *peers_connect_;
}

bool Incidents::is_there(core::PeerId peer) const {
  return !absences_.is_away(peer) && (!routes_ || routes_->intact().devices[wires_->host_of(peer)]);
}

bool Incidents::is_joined(core::PeerId from, core::PeerId to) const {
  if (sides_.are_apart(from, to)) return false;
  return !routes_ || part_[wires_->host_of(from)] == part_[wires_->host_of(to)];
}

Remains Incidents::remains_now(const overlay::NetworkView& view) {
  const auto parts = [&](const overlay::Connections& connections) {
    return parts_of(
        connections, [this](core::PeerId peer) { return is_there(peer); },
        [this](core::PeerId from, core::PeerId to) { return is_joined(from, to); });
  };
  if (!peers_connect(view)) {
    if (!parts_) parts_ = parts(view.topology);
    return parts_->remains();
  }
  if (!last_look_ || looked_after_ != view.happened) {
    last_look_ = parts(*view.made_connections()).remains();
    looked_after_ = view.happened;
  }
  return *last_look_;
}

void Incidents::look(const overlay::NetworkView& view, overlay::Occasion occasion) {
  const Remains remains = remains_now(view);
  switch (occasion) {
    case overlay::Occasion::happening:
      for (std::size_t i = first_of_moment_; i < record_.incidents.size(); ++i) {
        if (peers_connect(view)) record_.incidents[i].remains = remains;
      }
      return;
    case overlay::Occasion::end_of_bin:
      return record_.bins.push_back(remains);
    case overlay::Occasion::end_of_run:
      record_.at_end = remains;
      return;
  }
}

void Incidents::tell_outcomes(core::Time now) {
  std::stable_sort(touched_.begin(), touched_.end(),
                   [](const Touched& a, const Touched& b) { return a.peer < b.peer; });
  for (auto next = touched_.begin(); next != touched_.end();) {
    const core::PeerId peer = next->peer;
    const bool was_away = next->was_away;
    bool announced = true;
    for (bool told = false; next != touched_.end() && next->peer == peer; ++next) {
      if (told || next->back) continue;
      announced = next->announced;
      told = true;
    }
    if (was_away == absences_.is_away(peer)) continue;
    changes_.push_back({now, peer, was_away, announced});
  }
}

}  // namespace rippletank::run
