// Queues: how long requests wait at a server, and how many find no place.
#pragma once

namespace rippletank::theory {

// Requests come as a Poisson process and wait in the order of their coming for one of the workers.
// Times are in units of the mean service; `load` is the share of time that a worker is busy if none
// is refused: the rate of arrivals times the mean service, divided by the workers.
// Errors:  infinite from a load of 1 on, but for losses.
// Cost:    O(workers), O(places).
// Source:  Kleinrock, Queueing Systems I (1975); Erlang, P.O. Elektroteknikeren 13 (1917).

/// The probability that all workers are busy when a request comes (Erlang's C): M/M/c.
double wait_probability(unsigned workers, double load);

/// Mean time from coming to the end of service with exponential services: M/M/c.
double response_mmc(unsigned workers, double load);

/// With one worker and any services: M/G/1 (Pollaczek and Khinchine). `variation`: the variance of
/// services divided by the square of their mean; 0: M/D/1, 1: M/M/1.
double response_mg1(double load, double variation);

/// The time below which that share of the responses of an M/M/1 stays.
double response_quantile_mm1(double load, double share);

/// The share of requests that find no place in an M/M/c/K; any load.
double loss(unsigned workers, unsigned places, double load);

/// n times the variance of the mean response of n requests one after the other in an M/M/1, for
/// large n: ((1 + load) / (1 - load)^2)^2. Responses are correlated, so this is far more than the
/// variance of one of them, 1 / (1 - load)^2.
///
/// Source:  responses are a Markov chain, t -> max(0, t - A) + S, of which h(t) = t + load t^2 /
///          (2 (1 - load)) solves Poisson's equation h - E h = t - 1 / (1 - load); the variance is
///          2 Cov(h(t), t) - Var(t) over the stationary distribution, which is exponential (Glynn &
///          Meyn, A Liapounov bound for solutions of the Poisson equation, Annals of Probability
///          24, 1996). That of waits, without services, is less: Daley, J. Australian Mathematical
///          Society 8 (1968).
double response_variance_mm1(double load);

}  // namespace rippletank::theory
