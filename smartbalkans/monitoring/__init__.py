"""What operators watch: probes, metrics, logged requests, errors by mail or in Sentry (docs/operating.md)."""
