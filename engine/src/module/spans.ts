import { SpanStatusCode, type Attributes, type HrTime } from '@opentelemetry/api';
import { NodeTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { SpanMessage } from './protocol.ts';

/**
 * Sends every span of this process to `send`, when it starts and when it ends. The SDK's tracer is OpenTelemetry's
 * global one, so that this provider sees the module's stages with no exporter and no port between.
 */
export function reportSpans(send: (message: SpanMessage) => void): void {
  const processor: SpanProcessor = {
    onStart: (span) => send(spanFacts(span, 'start')),
    onEnd: (span) => send(spanFacts(span, 'end')),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  new NodeTracerProvider({ spanProcessors: [processor] }).register();
}

function spanFacts(span: ReadableSpan, phase: 'start' | 'end'): SpanMessage {
  return {
    type: 'span',
    phase,
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
    name: span.name,
    startMs: milliseconds(span.startTime),
    durationMs: phase === 'end' ? milliseconds(span.duration) : 0,
    failed: span.status.code === SpanStatusCode.ERROR,
    attributes: plainAttributes(span.attributes),
  };
}

function milliseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

function plainAttributes(attributes: Attributes): SpanMessage['attributes'] {
  const plain = Object.entries(attributes).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(plain);
}
