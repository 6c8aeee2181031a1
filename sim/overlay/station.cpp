// Serves the requests of a server in the order of their arrival.
#include "sim/overlay/station.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

Station::Station(const StationSettings& settings, std::uint64_t seed, core::PeerId server)
    : settings_(settings),
      services_(seed, core::Purpose("server/service"), server),
      record_{server,
              settings.workers,
              settings.warm_up,
              {},
              measure::StepCurve(settings.bin, settings.warm_up),
              measure::StepCurve(settings.bin, settings.warm_up),
              measure::BinnedCount(settings.bin)} {}

Station::Arrival Station::arrive(core::Time now, const Request& request) {
  const bool counted = now >= settings_.warm_up;
  if (counted) {
    ++record_.count.arrived;
    record_.arrivals.add(now);
  }
  if (settings_.places && inside() >= *settings_.places) {
    if (counted) ++record_.count.refused;
    return {};
  }
  if (counted) ++counted_inside_;
  const JobId job = jobs_.put({request, now, false, 0});
  if (record_.busy.value() < settings_.workers) return {true, start(now, job)};
  queue_.push_back(job);
  record_.waiting.set(now, record_.waiting.value() + 1);
  return {true, std::nullopt};
}

Station::Started Station::start(core::Time now, JobId job) {
  record_.busy.set(now, record_.busy.value() + 1);
  jobs_[job].place = static_cast<std::uint32_t>(being_served_.size());
  being_served_.push_back(job);
  core::Time end = now;
  for (std::uint32_t left = jobs_[job].request.services; left > 0; --left) {
    const double service_ms = settings_.service_ms.quantile(services_.uniform_open());
    end = core::later(end, core::from_milliseconds_cut(service_ms));
  }
  return {job, end};
}

std::optional<Station::Finished> Station::finish(core::Time now, JobId id) {
  const Job job = jobs_.take(id);
  if (job.lost) return {};
  being_served_[job.place] = being_served_.back();
  jobs_[being_served_.back()].place = job.place;
  being_served_.pop_back();
  record_.busy.set(now, record_.busy.value() - 1);
  if (job.counted(settings_.warm_up)) {
    measure::ServiceCount& count = record_.count;
    --counted_inside_;
    ++count.served;
    count.response_ns += static_cast<double>(now - job.arrival);
    count.longest_response = std::max(count.longest_response, now - job.arrival);
  }
  Finished finished{job.request, std::nullopt};
  if (!queue_.empty()) {
    const JobId next = queue_.front();
    queue_.pop_front();
    record_.waiting.set(now, record_.waiting.value() - 1);
    finished.next = start(now, next);
  }
  return finished;
}

void Station::fail(core::Time now) {
  record_.count.lost += std::exchange(counted_inside_, 0);
  for (const JobId job : queue_) jobs_.take(job);
  // The end of their service still comes, and must find them.
  for (const JobId job : being_served_) jobs_[job].lost = true;
  queue_.clear();
  being_served_.clear();
  record_.waiting.set(now, 0);
  record_.busy.set(now, 0);
}

measure::ServerRecord Station::record(core::Time end) const {
  measure::ServerRecord record = record_;
  record.waiting.go_on(end);
  record.busy.go_on(end);
  record.count.inside = counted_inside_;
  const measure::ServiceCount& count = record.count;
  RIPPLETANK_CHECK(count.arrived == count.served + count.refused + count.lost + count.inside,
                   "requests of a server are not conserved");
  return record;
}

}  // namespace rippletank::overlay
