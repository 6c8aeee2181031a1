// Sets a Freenet up, and tells what became of it.
#include "sim/protocols/freenet/rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "sim/core/pinned_math.hpp"
#include "sim/measure/median.hpp"
#include "sim/overlay/nearest_copies.hpp"

namespace rippletank::protocols::freenet {
namespace {

using measure::Figure;
using measure::if_any;
using measure::RequestOutcome;

std::vector<Figure> request_figures(const overlay::Measures& measures) {
  std::vector<std::uint32_t> paths;
  std::array<std::uint64_t, measure::request_outcome_names.size()> ends = {};
  std::array<std::uint64_t, measure::request_outcome_names.size()> insert_ends = {};
  for (const measure::RequestRecord& record : measures.requests) {
    const bool is_insert = std::string_view(record.kind) == "insert";
    ++(is_insert ? insert_ends : ends)[static_cast<std::size_t>(record.outcome)];
    if (record.outcome == RequestOutcome::found) paths.push_back(*record.path_hops);
  }
  const auto requests = [&](RequestOutcome outcome) {
    return ends[static_cast<std::size_t>(outcome)];
  };
  const auto inserts = [&](RequestOutcome outcome) {
    return insert_ends[static_cast<std::size_t>(outcome)];
  };
  return {
      {"requests_found", "", "Requests whose item came.", requests(RequestOutcome::found)},
      {"requests_not_found", "", "Requests for which all that could be asked had been.",
       requests(RequestOutcome::not_found)},
      {"requests_out_of_htl", "", "Requests whose hops to live were used up.",
       requests(RequestOutcome::out_of_htl)},
      {"requests_lost", "", "The other requests; requests.csv tells the reason of each.",
       requests(RequestOutcome::lost)},
      {"path_hops_median", "hops",
       "Hops from the origin of a request to the peer that had the item; median over those found.",
       if_any(measure::median(paths))},
      {"inserts_stored", "", "Inserts whose item was stored.", inserts(RequestOutcome::stored)},
      {"inserts_collided", "", "Inserts of an item that was there already.",
       inserts(RequestOutcome::collision)},
      {"inserts_lost", "", "The other inserts.", inserts(RequestOutcome::lost)},
  };
}

/// The median path of the probes at one moment, from the first or from the last of them.
template <class Records>
std::optional<double> median_path(Records begin, Records end) {
  std::vector<std::uint32_t> paths;
  for (auto next = begin; next != end && next->time == begin->time; ++next) {
    paths.push_back(next->path_hops);
  }
  return measure::median(std::move(paths));
}

std::vector<Figure> probe_figures(const overlay::Measures& measures) {
  const auto& probes = measures.probes;
  return {
      {"probe_path_hops_first", "hops",
       "How often a probe was passed on, or its limit if it found nothing; median over the first "
       "ones.",
       if_any(median_path(probes.begin(), probes.end()))},
      {"probe_path_hops_last", "hops", "The same over the last ones.",
       if_any(median_path(probes.rbegin(), probes.rend()))},
  };
}

}  // namespace

Rules::Rules(const Parameters& parameters, const overlay::SetUp& set_up)
    : state_(parameters, set_up),
      endings_(state_),
      data_(state_, endings_),
      asking_(state_, endings_, data_),
      looks_(state_, set_up) {
  introduce(set_up.connections);
  if (state_.content != nullptr) {
    if (state_.items_are_placed) place_items();
    inserts_ = planned_inserts();
  }
  state_.stores.count_into(measure::StoreRecord(set_up.bin, set_up.warm_up));
}

/// Peers know their neighbours at first, by the hash of their addresses.
void Rules::introduce(const overlay::Connections& connections) {
  for (core::PeerId peer = 0; peer < state_.here_count; ++peer) {
    for (core::Slot slot = connections.offsets[peer]; slot < connections.offsets[peer + 1];
         ++slot) {
      const core::PeerId neighbour = connections.neighbours[slot];
      if (!state_.is_public(neighbour)) continue;
      state_.tables.refer(peer, key_of_peer(state_.seed, neighbour), neighbour);
    }
  }
}

void Rules::place_items() {
  for (core::ItemId item = 0; item < state_.content->items(); ++item) {
    for (const core::PeerId holder : state_.content->holders(item)) {
      if (!state_.stores.keep(0, holder, item)) ++state_.counts.not_kept;
    }
    if (state_.stores.copies(item) > 0) endings_.publish(item);
  }
}

std::vector<Rules::Insert> Rules::planned_inserts() const {
  std::vector<Insert> planned;
  if (state_.items_are_placed) return planned;
  const auto inserted = std::get<Inserted>(publishing(state_.parameters.publishing));
  core::Substream gaps(state_.seed, core::Purpose("freenet/publish"));
  double at_s = inserted.start_s;
  for (core::ItemId item = 0; item < state_.content->items(); ++item) {
    for (const core::PeerId holder : state_.content->holders(item)) {
      const double gap = inserted.at_random ? -core::log(gaps.uniform_open()) : 1;
      at_s = std::min(at_s + gap * inserted.interval_s, core::longest_s);
      planned.push_back({item, holder, core::from_seconds(at_s)});
    }
  }
  return planned;
}

core::Time Rules::comes_at(core::PeerId peer) const {
  const double number = static_cast<double>(peer - *state_.parameters.first_peers + 1);
  return core::from_seconds(std::min(number * state_.parameters.grow_every_s, core::longest_s));
}

/// All that are there are the first, so the numbers of all peers are mapped onto theirs in order.
core::PeerId Rules::somebody_here(core::PeerId peer) const {
  if (state_.here_count == state_.peers()) return peer;
  const std::uint64_t place = std::uint64_t{peer} * state_.here_count / state_.peers();
  return static_cast<core::PeerId>(place);
}

core::ItemId Rules::item_of(const overlay::Query& query, overlay::QueryNumber number) const {
  const core::ItemId wanted = query.item.value_or(core::no_item);
  if (state_.content == nullptr || state_.items_are_placed) return wanted;
  if (wanted != core::no_item && state_.is_published[wanted]) return wanted;
  if (state_.published.empty()) return core::no_item;
  constexpr core::Purpose purpose("freenet/query_item");
  constexpr int most_draws = 1000;
  core::Substream random(state_.seed, purpose, number);
  for (int draw = 0; draw < most_draws; ++draw) {
    const core::ItemId item = state_.content->popularity().draw(random);
    if (state_.is_published[item]) return item;
  }
  return state_.published[random.below(state_.published.size())];
}

bool Rules::is_awaited(core::PeerId to, core::PeerId from, const overlay::Letter& letter) const {
  const Request& request = state_.requests[letter.subject];
  if (step_of(letter) >= request.steps.size()) return false;
  const StepState& here = request.steps[step_of(letter)];
  if (here.peer != to || here.stay != state_.stays.of(to)) return false;
  switch (static_cast<Type>(letter.type)) {
    case data_insert:
    case insert_part:
    case announcement_execute:
      return here.phase == Phase::awaiting_data && here.before != no_step &&
             request.steps[here.before].peer == from;
    case store_data:
    case announcement_complete:
      return here.phase == Phase::awaiting_source && here.asking == from;
    default:
      return here.phase == Phase::asking && here.asking == from;
  }
}

bool Rules::is_asking(core::PeerId from, core::PeerId to, const overlay::Letter& letter) const {
  const StepState& here = state_.requests[letter.subject].steps[step_of(letter)];
  return here.phase == Phase::asking && here.asking == to && here.stay == state_.stays.of(from);
}

void Rules::come(core::PeerId peer) {
  state_.is_announced[peer] = false;
  state_.here_count = peer + 1;
}

core::PeerId Rules::contact_of(const Unannounced& newcomer) const {
  constexpr core::Purpose purpose("freenet/contact");
  constexpr int most_draws = 1000;
  const std::uint64_t who = (std::uint64_t{newcomer.attempt} << 32U) | newcomer.peer;
  core::Substream random(state_.seed, purpose, who);
  for (int draw = 0; draw < most_draws; ++draw) {
    const auto peer = static_cast<core::PeerId>(random.below(state_.here_count));
    if (peer != newcomer.peer && state_.is_public(peer) && state_.online[peer]) return peer;
  }
  return core::no_peer;
}

std::optional<overlay::Connections> Rules::made_connections() const {
  const overlay::Connections knows = state_.tables.rows();
  const overlay::Connections known = overlay::reversed(knows);
  overlay::Connections rows;
  rows.offsets.push_back(0);
  const auto row_of = [](const overlay::Connections& all, core::PeerId peer) {
    return std::pair(all.neighbours.begin() + all.offsets[peer],
                     all.neighbours.begin() + all.offsets[peer + 1]);
  };
  for (core::PeerId peer = 0; peer < state_.peers(); ++peer) {
    const auto [begin, end] = row_of(knows, peer);
    const auto [other_begin, other_end] = row_of(known, peer);
    std::set_union(begin, end, other_begin, other_end, std::back_inserter(rows.neighbours));
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.neighbours.size()));
  }
  return rows;
}

std::vector<Figure> Rules::figures(const overlay::Measures& measures) const {
  const Counts& counts = state_.counts;
  const measure::StoreRecord& stores = state_.stores.counted();
  std::vector<Figure> all = request_figures(measures);
  const std::vector<Figure> of_probes = probe_figures(measures);
  all.insert(all.end(), of_probes.begin(), of_probes.end());
  const std::vector<Figure> others = {
      {"loops", "", "How often a request came to a peer that had it already.", counts.loops},
      {"dead_ends", "", "How often a peer had nobody left to ask, with hops to live left.",
       counts.dead_ends},
      {"refused_requests", "", "How often a peer took no more requests in that minute.",
       counts.refused},
      {"failed_key_answers", "", "How often a peer remembered that a key had not been found.",
       counts.failed_keys},
      {"unreachable_peers", "", "How often a peer could not connect to one that it knew.",
       counts.unreachable},
      {"timeouts", "", "How often a peer waited in vain.", counts.timeouts},
      {"source_resets", "", "How often a peer on the way named itself the source of data.",
       counts.resets},
      {"announcements", "", "How often a newcomer announced itself.", counts.announcements},
      {"announcements_complete", "", "How often that came to an end.", counts.announced},
      {"copies_at_end", "copies", "Copies in all stores at the end.",
       std::uint64_t{state_.stores.copies()}},
      {"copies_stored", "copies", "Copies that came into a store.", stores.stored},
      {"copies_evicted", "copies", "Copies that made room for others.", stores.evicted},
      {"copies_not_kept", "copies",
       "How often a peer did not keep what passed or was placed with it: too large, or too far "
       "from "
       "its source.",
       counts.not_kept},
  };
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

}  // namespace rippletank::protocols::freenet
