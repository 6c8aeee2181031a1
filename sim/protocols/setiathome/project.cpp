// Keeps the units of a project, and decides what is sent to whom and which results count.
#include "sim/protocols/setiathome/project.hpp"

#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/core/random.hpp"

namespace rippletank::protocols {

ProjectCount& ProjectCount::operator+=(const ProjectCount& other) {
  completed += other.completed;
  wrong += other.wrong;
  given_up += other.given_up;
  copies += other.copies;
  reissued += other.reissued;
  expired += other.expired;
  received += other.received;
  valid += other.valid;
  invalid += other.invalid;
  redundant += other.redundant;
  late += other.late;
  turnaround_ns += other.turnaround_ns;
  wasted_ns += other.wasted_ns;
  return *this;
}

Project::Project(const ProjectSettings& settings, std::uint64_t seed)
    : settings_(settings), seed_(seed) {}

Project::Batch Project::assign(core::Time now, const Request& request) {
  expire_until(now);
  const auto first = static_cast<CopyId>(copies_.size());
  core::Time wanted = request.wanted;
  core::Time queued = request.queued;
  const auto try_to_send = [&](std::uint32_t unit) {
    const core::Time computing = computing_of(unit, request.speed);
    if (computing > settings_.deadline - queued || !may_have(unit, request.host)) return false;
    send(now, unit, request.host, computing);
    wanted -= computing;
    queued += computing;
    return true;
  };
  for (auto next = lacking_.begin(); next != lacking_.end() && wanted > 0;) {
    // Sending takes a unit that lacks nothing any more out of the set.
    const std::uint32_t unit = *next++;
    try_to_send(unit);
  }
  while (wanted > 0 && may_make_unit() && never_sent_ < most_never_sent) {
    const auto unit = static_cast<std::uint32_t>(units_.size());
    units_.emplace_back();
    ++open_;
    ++never_sent_;
    note_lacking(unit);
    // One that is too long for this host waits for another.
    if (!try_to_send(unit)) break;
  }
  const auto end = static_cast<CopyId>(copies_.size());
  for (CopyId copy = first; copy < end; ++copy) copies_[copy].batch_end = end;
  return {first, end};
}

void Project::take_result(core::Time now, CopyId id, bool right) {
  expire_until(now);
  Copy& copy = copies_[id];
  Unit& unit = units_[copy.unit];
  ProjectCount& count = count_at(now);
  ++count.received;
  if (copy.state == CopyState::expired) {
    copy.state = CopyState::over;
    ++count.late;
    count.wasted_ns += static_cast<double>(copy.computing);
    return;
  }
  RIPPLETANK_CHECK(copy.state == CopyState::out, "a result comes back once");
  --unit.out;
  if (unit.state != UnitState::open) {
    copy.state = CopyState::over;
    ++count.redundant;
    count.wasted_ns += static_cast<double>(copy.computing);
    return;
  }
  copy.state = CopyState::undecided;
  copy.right = right;
  ++(right ? unit.right : unit.wrong);
  ++undecided_;
  review(now, copy.unit);
}

bool Project::is_finished(core::Time now) {
  expire_until(now);
  return open_ == 0 && !may_make_unit();
}

core::Time Project::computing_of(std::uint32_t unit, double speed) const {
  constexpr double ms_per_h = 3.6e6;
  core::Substream stream(seed_, core::Purpose("setiathome/compute"), unit);
  const double hours = settings_.compute_h.sample(stream);
  return std::max<core::Time>(1, core::from_milliseconds_cut(hours * ms_per_h / speed));
}

bool Project::may_have(std::uint32_t unit, core::PeerId host) const {
  for (CopyId copy = units_[unit].last_copy; copy != no_copy; copy = copies_[copy].before) {
    if (copies_[copy].host == host) return false;
  }
  return true;
}

bool Project::may_make_unit() const { return !settings_.units || units_.size() < *settings_.units; }

/// Of the results so far; wrong ones agree with none.
std::uint32_t Project::largest_agreement(const Unit& unit) const {
  return std::max(unit.right, std::min(unit.wrong, 1U));
}

/// How many more copies of a unit are to be sent now.
std::uint32_t Project::copies_lacking(const Unit& unit) const {
  if (unit.state != UnitState::open) return 0;
  const std::uint32_t hoped_for = largest_agreement(unit) + unit.out;
  const std::uint32_t for_quorum = settings_.quorum - std::min(settings_.quorum, hoped_for);
  const std::uint32_t at_first =
      settings_.replication - std::min(settings_.replication, unit.issued);
  return std::min(std::max(for_quorum, at_first), settings_.copies_max - unit.issued);
}

void Project::send(core::Time now, std::uint32_t number, core::PeerId host, core::Time computing) {
  Unit& unit = units_[number];
  ProjectCount& count = count_at(now);
  ++count.copies;
  if (unit.issued >= settings_.replication) ++count.reissued;
  if (unit.issued == 0) {
    unit.first_sent = now;
    --never_sent_;
  }
  Copy copy;
  copy.deadline = core::later(now, settings_.deadline);
  copy.computing = computing;
  copy.unit = number;
  copy.host = host;
  copy.before = unit.last_copy;
  unit.last_copy = static_cast<CopyId>(copies_.size());
  copies_.push_back(copy);
  ++unit.issued;
  ++unit.out;
  note_lacking(number);
}

void Project::expire_until(core::Time now) {
  for (; next_to_expire_ < copies_.size(); ++next_to_expire_) {
    Copy& copy = copies_[next_to_expire_];
    if (copy.deadline >= now) break;
    if (copy.state != CopyState::out) continue;
    copy.state = CopyState::expired;
    ++count_at(copy.deadline).expired;
    --units_[copy.unit].out;
    if (units_[copy.unit].state == UnitState::open) review(copy.deadline, copy.unit);
  }
}

/// A result has come, or will not: completes the unit, gives it up, or has more copies sent.
void Project::review(core::Time now, std::uint32_t number) {
  Unit& unit = units_[number];
  if (largest_agreement(unit) >= settings_.quorum) {
    decide(now, unit, UnitState::completed);
  } else if (unit.out == 0 && copies_lacking(unit) == 0) {
    decide(now, unit, UnitState::given_up);
  }
  note_lacking(number);
}

void Project::decide(core::Time now, Unit& unit, UnitState state) {
  ProjectCount& count = count_at(now);
  const bool completed = state == UnitState::completed;
  const bool accepted = unit.right >= settings_.quorum;  // else a wrong one, by a quorum of one
  for (CopyId id = unit.last_copy; id != no_copy; id = copies_[id].before) {
    Copy& copy = copies_[id];
    if (copy.state != CopyState::undecided) continue;
    copy.state = CopyState::over;
    --undecided_;
    if (completed && copy.right == accepted) {
      ++count.valid;
    } else {
      ++count.invalid;
      count.wasted_ns += static_cast<double>(copy.computing);
    }
  }
  unit.state = state;
  --open_;
  if (!completed) {
    ++count.given_up;
    return;
  }
  ++count.completed;
  if (!accepted) ++count.wrong;
  count.turnaround_ns += static_cast<double>(now - unit.first_sent);
}

void Project::note_lacking(std::uint32_t unit) {
  if (copies_lacking(units_[unit]) > 0) {
    lacking_.insert(unit);
  } else {
    lacking_.erase(unit);
  }
}

void Project::check_unit(const Unit& unit, std::uint32_t number) const {
  std::uint32_t issued = 0;
  std::uint32_t out = 0;
  std::uint32_t undecided = 0;
  for (CopyId copy = unit.last_copy; copy != no_copy; copy = copies_[copy].before) {
    ++issued;
    if (copies_[copy].state == CopyState::out) ++out;
    if (copies_[copy].state == CopyState::undecided) ++undecided;
  }
  RIPPLETANK_CHECK(issued == unit.issued && out == unit.out, "copies of a unit are not conserved");
  RIPPLETANK_CHECK((lacking_.count(number) > 0) == (copies_lacking(unit) > 0),
                   "a unit lacks copies without being sent, or the other way round");
  if (unit.state != UnitState::open) return;
  RIPPLETANK_CHECK(undecided == unit.right + unit.wrong, "results of a unit are not conserved");
  RIPPLETANK_CHECK(out > 0 || copies_lacking(unit) > 0, "a unit is lost");
}

Project::Census Project::census(core::Time now) {
  expire_until(now);
  Census found;
  for (std::uint32_t number = 0; number < units_.size(); ++number) {
    const Unit& unit = units_[number];
    check_unit(unit, number);
    if (unit.state == UnitState::completed) ++found.completed;
    if (unit.state == UnitState::given_up) ++found.given_up;
    if (unit.state == UnitState::open) ++(unit.out > 0 ? found.out : found.waiting);
  }
  ProjectCount all = before_;
  all += after_;
  RIPPLETANK_CHECK(found.completed == all.completed && found.given_up == all.given_up &&
                       found.out + found.waiting == open_,
                   "units are not conserved");
  RIPPLETANK_CHECK(all.copies == copies_.size(), "copies are not conserved");
  RIPPLETANK_CHECK(all.received == all.valid + all.invalid + all.redundant + all.late + undecided_,
                   "results are not conserved");
  if (settings_.units) found.waiting += *settings_.units - units_.size();
  return found;
}

}  // namespace rippletank::protocols
