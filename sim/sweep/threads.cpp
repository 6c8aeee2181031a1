// Lets threads play tasks.
#include "sim/sweep/threads.hpp"

#include <system_error>

namespace rippletank::sweep {
namespace {

void work(Desk& desk, const Playing& playing, Workplace& place) {
  while (const std::optional<Task> task = desk.take()) {
    try {
      if (auto record = place.work(playing, *task)) desk.bring({*task, std::move(*record), {}});
    } catch (...) {
      desk.bring({*task, {}, std::current_exception()});
    }
  }
}

}  // namespace

Threads::Threads(Desk& desk, const Playing& playing, unsigned count) {
  for (unsigned i = 0; i < count; ++i) places_.push_back(std::make_unique<Workplace>());
  try {
    for (const auto& place : places_) {
      threads_.emplace_back([&desk, &playing, seat = place.get()] { work(desk, playing, *seat); });
    }
  } catch (const std::system_error&) {
    // No more threads are to be had; the work is done by those there are, if there are any.
    if (threads_.empty()) throw;
  }
}

Threads::~Threads() {
  for (std::thread& thread : threads_) thread.join();
}

void Threads::stop_if_over(double limit_s) {
  for (const auto& place : places_) place->stop_if_over(limit_s);
}

void Threads::stop_for_good() {
  for (const auto& place : places_) place->stop_for_good();
}

}  // namespace rippletank::sweep
