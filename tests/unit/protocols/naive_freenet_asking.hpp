// How requests, inserts and announcements find their way in the naive Freenet.
#pragma once

#include "tests/unit/protocols/naive_freenet.hpp"

namespace rippletank::tests {

inline core::Time NaiveFreenet::patience(std::uint32_t hops) const {
  const std::uint32_t most = std::max(given_.htl_hops, given_.announce_htl_hops);
  const double n = std::clamp(hops, 1U, most);
  const double wait_s = n * given_.hop_s + 1.96 * std::sqrt(n) * given_.hop_sd_s;
  return wait_s == 0 ? core::never : core::from_seconds(std::min(wait_s, core::longest_s));
}

inline std::uint32_t NaiveFreenet::lowered(const Task& task, PeerId peer, std::uint32_t htl) const {
  const bool always = given_.htl_rule == fn::HtlRule::every_hop || task.kind == Kind::announcement;
  if (always) return htl - 1;
  double probability = 1 - core::exp(-1.5 * htl * htl);
  if (htl == given_.htl_hops) probability = std::min(probability, 0.5);
  return chance("freenet/htl", task, peer, probability) ? htl - 1 : htl;
}

inline core::PeerId NaiveFreenet::choice(const Task& task, const Visit& here) const {
  fn::Key key = task.key;
  if (task.kind == Kind::announcement) {
    core::Substream random(script_.seed, "freenet/announcement", task.serial << 32U | here.peer);
    key = random.next() + here.tried.size();
  }
  for (const PeerId node : tables[here.peer].by_closeness(key)) {
    const bool is_before = here.before && node == here.before->peer;
    if (node == here.peer || is_before || here.tried.count(node) != 0) continue;
    if (task.kind == Kind::announcement && node == task.origin) continue;
    return node;
  }
  return core::no_peer;
}

inline void NaiveFreenet::ask_next(const TaskPtr& task, const VisitPtr& here) {
  here->asking = core::no_peer;
  const PeerId next = here->htl == 0 ? core::no_peer : choice(*task, *here);
  if (next == core::no_peer) return turn_back(task, here);
  if (!here->tried.empty()) {
    ++task->backtracks;
    if (given_.restarts) tell_restarted(task, here);
  }
  ++task->asked;
  here->tried.insert(next);
  here->asking = next;
  const auto read = [=, this, htl = here->htl] { be_asked(task, next, here, htl); };
  const auto lost = [=, this] {
    if (!is_there(*here) || here->waits != Waits::answer || here->asking != next) return;
    count(*task, "unreachable_peers");
    if (given_.forgets_unreachable) tables[here->peer].forget(next);
    ask_next(task, here);
  };
  const fn::Sizes& sizes = given_.sizes;
  if (task->kind == Kind::request) {
    send(task, "data_request", sizes.data_request_bytes, here->peer, next, read, lost);
  } else if (task->kind == Kind::insert) {
    send(task, "insert_request", sizes.insert_request_bytes, here->peer, next, read, lost);
  } else {
    send(task, "announcement", sizes.announcement_bytes, here->peer, next, read, lost);
  }
  watch(task, here, core::later(now_, patience(given_.accepts ? 1 : here->htl)));
}

inline void NaiveFreenet::be_asked(const TaskPtr& task, PeerId peer, const VisitPtr& asker,
                                   std::uint32_t htl) {
  const bool is_known = std::any_of(
      task->visits.begin(), task->visits.end(),
      [&](const Visit& visit) { return visit.peer == peer && visit.stay == stays_[peer]; });
  const auto refuse = [&] {
    answer(task, asker, peer, "rejected", given_.sizes.rejected_bytes,
           [=, this] { rejected(task, asker, htl); });
  };
  if (is_known) {
    count(*task, "loops");
    return refuse();
  }
  std::uint32_t& taken = taken_[{peer, now_ / (60 * core::second)}];
  if (given_.requests_per_min && taken >= *given_.requests_per_min) {
    ++task->refused;
    count(*task, "refused_requests");
    return refuse();
  }
  ++taken;
  const VisitPtr here = &task->visits.emplace_back();
  here->peer = peer;
  here->stay = stays_[peer];
  here->before = asker;
  here->came_with_htl = htl;
  here->htl = lowered(*task, peer, htl);
  here->hops = asker->hops + 1;
  if (given_.accepts) {
    answer(task, asker, peer, "accepted", given_.sizes.accepted_bytes,
           [=, this] { wait_anew(task, asker); });
  }
  if (holds(*task, peer)) return answer_with_data(task, here);
  const std::optional<Time> failed_at = failures_[peer].failed_at(now_, task->key, htl);
  if (task->kind != Kind::request || !failed_at) return ask_next(task, here);
  count(*task, "failed_key_answers");
  give_up(task, here, *failed_at);
}

inline void NaiveFreenet::rejected(const TaskPtr& task, const VisitPtr& here, std::uint32_t htl) {
  here->htl = std::min(here->htl - 1, htl);
  ask_next(task, here);
}

inline void NaiveFreenet::tell_restarted(const TaskPtr& task, const VisitPtr& here) {
  if (!here->before) return;
  answer(task, here->before, here->peer, "restarted", given_.sizes.restarted_bytes,
         [this, task, before = here->before] {
           wait_anew(task, before);
           tell_restarted(task, before);
         });
}

// ---- patience ----

inline void NaiveFreenet::wait_anew(const TaskPtr& task, const VisitPtr& here,
                                    std::uint32_t times) {
  Time span = patience(here->htl);
  for (; times > 1; --times) span = core::later(span, patience(here->htl));
  watch(task, here, core::later(now_, span));
}

inline void NaiveFreenet::watch(const TaskPtr& task, const VisitPtr& here, Time deadline) {
  here->deadline = deadline;
  if (patience(1) == core::never) return;
  schedule(deadline, 2, [=, this] {
    if (here->deadline != deadline || here->waits == Waits::nothing || !is_there(*here)) return;
    lose_patience(task, here);
  });
}

inline void NaiveFreenet::lose_patience(const TaskPtr& task, const VisitPtr& here) {
  count(*task, "timeouts");
  ++task->silent;
  if (here->waits == Waits::answer && here->parts == 0) {
    --here->htl;
    return ask_next(task, here);
  }
  const bool knows_no_source = here->waits == Waits::source && task->kind != Kind::announcement;
  if (knows_no_source) return hear_source(task, here, Source());
  const bool were_cut = here->waits == Waits::answer;
  here->waits = Waits::nothing;
  if (!here->before) end(task, Outcome::lost, were_cut ? "data_cut" : "no_answer");
}

// ---- where nobody is asked any more ----

inline void NaiveFreenet::turn_back(const TaskPtr& task, const VisitPtr& here) {
  if (here->htl > 0) count(*task, "dead_ends");
  here->below = nullptr;
  if (task->kind == Kind::insert) return let_data_come(task, here, here->hops);
  if (task->kind == Kind::announcement) return let_key_come(task, here);
  if (here->htl == 0) return give_up(task, here, now_);
  here->waits = Waits::nothing;
  if (here->before) {
    return answer(
        task, here->before, here->peer, "rejected", given_.sizes.rejected_bytes,
        [this, task, before = here->before, htl = here->htl] { rejected(task, before, htl); });
  }
  if (task->silent > 0) return end(task, Outcome::lost, "no_answer");
  if (task->refused > 0) return end(task, Outcome::lost, "refused");
  end(task, Outcome::not_found);
}

inline void NaiveFreenet::give_up(const TaskPtr& task, const VisitPtr& here, Time failed_at) {
  here->waits = Waits::nothing;
  failures_[here->peer].note(failed_at, task->key, here->came_with_htl);
  if (!here->before) return end(task, Outcome::out_of_htl);
  answer(task, here->before, here->peer, "data_not_found", given_.sizes.data_not_found_bytes,
         [this, task, before = here->before, failed_at] { give_up(task, before, failed_at); });
}

inline void NaiveFreenet::let_data_come(const TaskPtr& task, const VisitPtr& here,
                                        std::uint32_t path_hops) {
  if (!here->before) return insert_data(task, here, path_hops);
  here->waits = Waits::data;
  wait_anew(task, here);
  answer(task, here->before, here->peer, "insert_reply", given_.sizes.insert_reply_bytes,
         [this, task, here, path_hops] {
           here->before->below = here;
           let_data_come(task, here->before, path_hops);
         });
}

// ---- announcements ----

inline void NaiveFreenet::let_key_come(const TaskPtr& task, const VisitPtr& here) {
  if (!here->before) {
    if (here->below) return pass_on_key(task, here);
    here->waits = Waits::nothing;
    return end(task, Outcome::lost, "no_answer");
  }
  here->waits = Waits::data;
  wait_anew(task, here);
  answer(task, here->before, here->peer, "announcement_reply",
         given_.sizes.announcement_reply_bytes, [this, task, here] {
           here->before->below = here;
           let_key_come(task, here->before);
         });
}

inline void NaiveFreenet::pass_on_key(const TaskPtr& task, const VisitPtr& here) {
  if (!here->below) return complete(task, here);
  here->waits = Waits::source;
  wait_anew(task, here);
  tell(task, here->below, here->peer, Waits::data, "announcement_execute",
       given_.sizes.announcement_execute_bytes, [this, task, below = here->below] {
         tables[below->peer].refer(task->key, task->origin);
         pass_on_key(task, below);
       });
}

inline void NaiveFreenet::complete(const TaskPtr& task, const VisitPtr& here) {
  here->waits = Waits::nothing;
  if (here->before) {
    return tell(task, here->before, here->peer, Waits::source, "announcement_complete",
                given_.sizes.announcement_complete_bytes,
                [this, task, before = here->before] { complete(task, before); });
  }
  task->ended = true;
  announced_[here->peer] = true;
  figures["announcements_complete"] += task->start >= script_.warm_up ? 1U : 0U;
}

}  // namespace rippletank::tests
