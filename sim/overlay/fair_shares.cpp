// Fair shares: finds the levels of links, from the lowest that a change can alter upwards.
//
// What a link's level should be follows from what its flows are left elsewhere. Fill the link:
// everybody gets an equal share; whoever is left less elsewhere takes that, and the share of the
// others grows. fill() does so in ascending order, and never lets rounding lower the share. So the
// result depends only on numbers that are strictly smaller than it, and on no order among equals.
//
// Hence there is exactly one set of levels in which each is what it should be. If there were two,
// take the lowest level at which they differ: the numbers below are the same in both, and these
// alone decide on it. That holds for the rounded numbers as they are, so the bits depend on nothing
// else, and each way to find the levels finds the same.
//
// The way taken is that of Ramalingam & Reps: correct links in ascending order of the smaller one
// of what the level is and what it should be. What lies below is right already and stays so, since
// correcting a link alters only numbers that are at least that.
#include "sim/overlay/fair_shares.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

namespace {

/// By which part of itself a sum is off at most, and twice that.
constexpr double rounding = 0x1p-52;

}  // namespace

void FairShares::Link::want(double elsewhere) {
  if (elsewhere == unlimited) {
    ++insatiable;
    return;
  }
  wanted += elsewhere;
  wanted_error += wanted * rounding;
}

void FairShares::Link::want_no_more(double elsewhere) {
  if (elsewhere == unlimited) {
    --insatiable;
    return;
  }
  wanted -= elsewhere;
  wanted_error += std::abs(wanted) * rounding;
}

void FairShares::Link::sum_up() {
  wanted = 0;
  for (const Crossing& crossing : row) wanted += crossing.elsewhere;
  wanted_error = wanted * static_cast<double>(row.size()) * rounding;
}

/// With a margin that the rounding of some million subtractions cannot use up: filling the link in
/// order would find the same.
bool FairShares::Link::has_room_for_all() const {
  return insatiable == 0 && wanted + wanted_error < capacity * (1 - 1e-9);
}

void FairShares::Link::meet(std::uint64_t settlement) {
  if (met_in == settlement) return;
  met_in = settlement;
  raised = false;
  least = row.empty() ? unlimited : capacity / static_cast<double>(row.size());
}

FairShares::FairShares(std::span<const double> capacities_bytes_s) {
  links_.reserve(capacities_bytes_s.size());
  for (const double capacity : capacities_bytes_s) {
    RIPPLETANK_CHECK(capacity >= 0, "a link carries 0 bytes per second or more");
    Link link;
    link.capacity = capacity;
    links_.push_back(std::move(link));
  }
}

FlowId FairShares::add(std::span<const LinkId> links, double limit_bytes_s) {
  RIPPLETANK_CHECK(limit_bytes_s >= 0, "a flow is limited to 0 bytes per second or more");
  const std::uint32_t first = place_hops(links.size());
  const auto count = static_cast<std::uint32_t>(links.size());
  const FlowId flow = flows_.put({limit_bytes_s, 0.0, first, count, true, false});
  for (std::uint32_t i = 0; i < count; ++i) {
    RIPPLETANK_CHECK(links[i] < links_.size(), "a flow crosses links that are there");
    double elsewhere = limit_bytes_s;
    for (std::uint32_t j = 0; j < count; ++j) {
      RIPPLETANK_CHECK(i == j || links[i] != links[j], "a flow crosses each link once");
      if (i != j) elsewhere = std::min(elsewhere, links_[links[j]].level);
    }
    std::vector<Crossing>& row = links_[links[i]].row;
    hops_[first + i] = {links[i], static_cast<std::uint32_t>(row.size())};
    row.push_back({elsewhere, flow, first + i});
    links_[links[i]].want(elsewhere);
    doubt(links[i]);
  }
  touch(flow);
  return flow;
}

void FairShares::remove(FlowId flow) {
  Flow& leaving = flows_[flow];
  RIPPLETANK_CHECK(leaving.present, "a flow is removed once");
  for (std::uint32_t hop = leaving.first; hop < leaving.first + leaving.links; ++hop) {
    const auto [link, place] = hops_[hop];
    std::vector<Crossing>& row = links_[link].row;
    links_[link].want_no_more(row[place].elsewhere);
    row[place] = row.back();
    hops_[row[place].hop].place = place;
    row.pop_back();
    doubt(link);
  }
  if (leaving.links > 0) free_hops_[leaving.links].push_back(leaving.first);
  leaving.present = false;
  flows_.take(flow);
}

void FairShares::set_capacity(LinkId link, double capacity_bytes_s) {
  RIPPLETANK_CHECK(link < links_.size(), "the link is there");
  RIPPLETANK_CHECK(capacity_bytes_s >= 0, "a link carries 0 bytes per second or more");
  links_[link].capacity = capacity_bytes_s;
  doubt(link);
}

/// Returns where so many hops may lie, one after the other.
std::uint32_t FairShares::place_hops(std::size_t count) {
  if (free_hops_.size() <= count) free_hops_.resize(count + 1);
  if (!free_hops_[count].empty()) {
    const std::uint32_t first = free_hops_[count].back();
    free_hops_[count].pop_back();
    return first;
  }
  RIPPLETANK_CHECK(hops_.size() + count < 0xffffffffU, "flows cross more than 2^32 links");
  hops_.resize(hops_.size() + count);
  return static_cast<std::uint32_t>(hops_.size() - count);
}

void FairShares::doubt(LinkId link) {
  if (links_[link].doubtful) return;
  links_[link].doubtful = true;
  doubtful_.push_back(link);
}

void FairShares::touch(FlowId flow) {
  if (flows_[flow].touched) return;
  flows_[flow].touched = true;
  touched_.push_back(flow);
}

void FairShares::find_levels() {
  ++settlement_;
  height_ = -1;
  look_at_doubtful();
  while (!waiting_.empty()) {
    // Links of one level cannot alter each other's target, only the doubts about higher ones; so
    // these are looked at once for all of them.
    RIPPLETANK_CHECK(waiting_.front().key > height_, "levels are corrected in ascending order");
    height_ = waiting_.front().key;
    while (!waiting_.empty() && waiting_.front().key == height_) {
      const LinkId link = waiting_.front().link;
      std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>());
      waiting_.pop_back();
      visit(link, height_);
    }
    look_at_doubtful();
  }
}

void FairShares::visit(LinkId number, double key) {
  const Link& link = links_[number];
  if (link.doubtful) {
    look_at(number);
  } else if (key == std::min(link.level, link.target)) {
    settle_link(number);
  }
  // Otherwise it was corrected, or came to wait under another key, since it came to wait here.
}

void FairShares::look_at_doubtful() {
  for (const LinkId number : doubtful_) {
    Link& link = links_[number];
    if (!link.doubtful) continue;
    link.meet(settlement_);
    // A crowded link can wait for its turn; until then there may be more to see.
    constexpr std::size_t crowd = 16;
    const double turn = std::min(link.level, link.least);
    if (link.row.size() > crowd && turn > height_) {
      wait(turn, number);
    } else {
      look_at(number);
    }
  }
  doubtful_.clear();
}

void FairShares::look_at(LinkId number) {
  Link& link = links_[number];
  link.doubtful = false;
  link.target = fill(link);
  if (link.target != link.level) wait(std::min(link.level, link.target), number);
}

void FairShares::wait(double key, LinkId link) {
  waiting_.push_back({key, link});
  std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>());
}

double FairShares::fill(Link& link) {
  if (link.row.empty()) return unlimited;
  if (link.insatiable == 0) {
    if (link.wanted_error > 1e-10 * link.capacity) link.sum_up();
    if (link.has_room_for_all()) return unlimited;
  }
  double left = link.capacity;
  auto count = static_cast<double>(link.row.size());
  double share = left / count;
  double sorted_below = 0;
  // What takes less than the share is put in order, which raises the share, and so on. A round that
  // takes fewer than a third of those left raises it by less than half of what the round before
  // did; one that takes more leaves fewer. So there are few rounds.
  while (sorted_below < share) {
    const double bound = share;
    lowest_.clear();
    for (const Crossing& crossing : link.row) {
      if (crossing.elsewhere >= sorted_below && crossing.elsewhere < bound) {
        lowest_.push_back(crossing.elsewhere);
      }
    }
    std::sort(lowest_.begin(), lowest_.end());
    for (const double taken : lowest_) {
      left -= taken;
      count -= 1.0;
      if (count == 0) return unlimited;
      share = std::max(share, left / count);
      // What is final has raised the share for good, whatever becomes of the rest.
      if (taken < height_) link.least = std::max(link.least, share);
    }
    sorted_below = bound;
  }
  return share;
}

void FairShares::settle_link(LinkId number) {
  Link& link = links_[number];
  if (link.target <= link.level) {
    if (link.target < link.level) set_level(number, link.target);
    return;
  }
  // A level that rises is settled only when its turn comes at the new height. The target is a good
  // guess of it; but a guess may have to be made again, so the second time the link is set aside
  // until then. That bounds the work: a link is set at most three times in a settlement.
  if (!link.raised) {
    link.raised = true;
    set_level(number, link.target);
    return;
  }
  set_level(number, unlimited);
  if (link.target == unlimited) return;
  wait(link.target, number);
}

void FairShares::set_level(LinkId number, double level) {
  Link& link = links_[number];
  link.level = level;
  for (const Crossing& crossing : link.row) {
    touch(crossing.flow);
    tell_links(crossing.flow);
  }
}

/// Brings up to date what each link of a flow knows of the others.
void FairShares::tell_links(FlowId number) {
  const Flow& flow = flows_[number];
  double lowest = flow.limit;
  double second = unlimited;
  std::uint32_t at = flow.first + flow.links;
  for (std::uint32_t hop = flow.first; hop < flow.first + flow.links; ++hop) {
    const double level = links_[hops_[hop].link].level;
    if (level < lowest) {
      second = lowest;
      lowest = level;
      at = hop;
    } else {
      second = std::min(second, level);
    }
  }
  for (std::uint32_t hop = flow.first; hop < flow.first + flow.links; ++hop) {
    Link& link = links_[hops_[hop].link];
    double& elsewhere = link.row[hops_[hop].place].elsewhere;
    const double before = elsewhere;
    const double after = hop == at ? second : lowest;
    if (after == before) continue;
    elsewhere = after;
    link.want_no_more(before);
    link.want(after);
    // A link's target depends only on what is less than it, so this is all that can change it.
    if (std::min(before, after) < link.target) doubt(hops_[hop].link);
  }
}

void FairShares::find_rates() {
  changed_.clear();
  for (const FlowId number : touched_) {
    Flow& flow = flows_[number];
    flow.touched = false;
    if (!flow.present) continue;
    double rate = flow.limit;
    for_each_link(number, [&](LinkId link) { rate = std::min(rate, links_[link].level); });
    if (rate != flow.rate) changed_.push_back(number);
    flow.rate = rate;
  }
  touched_.clear();
  std::sort(changed_.begin(), changed_.end());
}

}  // namespace rippletank::overlay
