// The official OpenAI SDK for Node, unmodified, against real servers. Run by sdk_test.cpp, which starts one with the
// embedded model and one before an upstream that answers by the name of the model, and names both in the environment.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import OpenAI from 'openai';

const embedded = new OpenAI({apiKey: 'unused', baseURL: process.env.VIGIE_EMBEDDED, maxRetries: 0, timeout: 30_000});
const upstream = new OpenAI({apiKey: 'unused', baseURL: process.env.VIGIE_UPSTREAM, maxRetries: 0, timeout: 30_000});
const ask = (text) => [{role: 'user', content: text}];
const tools = [
  {type: 'function', function: {name: 'add', description: 'Adds.', parameters: {type: 'object', properties: {}}}},
];

/** The error that a promise rejects with. */
async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail('it was answered');
}

test('models are listed and retrieved', async () => {
  const ids = [];
  for await (const model of embedded.models.list()) ids.push(model.id);
  assert.ok(ids.includes('extractive'), ids.join());
  assert.equal((await embedded.models.retrieve('extractive')).object, 'model');
  assert.equal((await upstream.models.retrieve('org/small')).id, 'org/small');
  const missing = await errorOf(embedded.models.retrieve('gpt-none'));
  assert.ok(missing instanceof OpenAI.NotFoundError);
  assert.equal(missing.param, 'model');
  assert.equal(missing.code, 'not_found');
});

test('texts are embedded alone and in batches, as numbers and in base64', async () => {
  const model = (await embedded.models.list()).data.find((one) => one.vigie.kind === 'embedding').id;
  const input = 'A lookout watches.';
  const single = await embedded.embeddings.create({model, input});  // the SDK asks for base64 and decodes it
  const vector = single.data[0].embedding;
  assert.ok(vector.length > 100);
  assert.equal(single.usage.total_tokens, single.usage.prompt_tokens);

  const numbers = await embedded.embeddings.create({model, input, encoding_format: 'float'});
  assert.deepEqual(Array.from(vector, Math.fround), Array.from(numbers.data[0].embedding, Math.fround));
  const coded = await embedded.embeddings.create({model, input, encoding_format: 'base64'});
  assert.equal(Buffer.from(coded.data[0].embedding, 'base64').length, 4 * vector.length);

  const batch = await embedded.embeddings.create({model, input: ['Night shift.', input], encoding_format: 'float'});
  assert.deepEqual(batch.data.map((one) => one.index), [0, 1]);
  assert.deepEqual(batch.data[1].embedding, numbers.data[0].embedding);

  for (const [param, more] of [['dimensions', {dimensions: 3}], ['input', {input: ''}], ['model', {model: 'none'}]]) {
    const error = await errorOf(embedded.embeddings.create({model, input, ...more}));
    assert.equal(error.param?.split('.')[0], param, String(error));
  }
});

test('a whole answer has text, usage and a request id', async () => {
  const {data, response} = await embedded.chat.completions
    .create({model: 'extractive', messages: ask('What is a lookout?')})
    .withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.equal(data._request_id, response.headers.get('x-request-id'));
  assert.equal(data.vigie.saved, 'yes');
});

test('a stream brings the same text as a whole answer', async () => {
  const question = {model: 'extractive', messages: ask('What is a lookout?')};
  const whole = await embedded.chat.completions.create(question);
  const stream = await embedded.chat.completions.create({...question, stream: true});
  let text = '';
  let finish = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    assert.equal(chunk.usage ?? null, null);
  }
  assert.equal(finish, 'stop');
  assert.equal(text, whole.choices[0].message.content);
});

test('include_usage ends a stream with its usage', async () => {
  const stream = await upstream.chat.completions.create({
    model: 'plain', messages: ask('hi'), stream: true, stream_options: {include_usage: true},
  });
  let last = null;
  for await (const chunk of stream) last = chunk;
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.prompt_tokens, 7);
});

test('the streaming helper makes a whole completion of a stream', async () => {
  const runner = upstream.chat.completions.stream({model: 'plain', messages: ask('hi')});
  const final = await runner.finalChatCompletion();
  assert.equal(final.choices[0].message.content, 'Hello from upstream.');
});

test('max_tokens, stop and roles are honoured by the embedded model', async () => {
  const cut = await embedded.chat.completions.create({
    model: 'extractive', max_tokens: 3, temperature: 0.2, top_p: 0.9, seed: 7, n: 1, user: 'u1',
    presence_penalty: 0, frequency_penalty: 0,
    messages: [{role: 'developer', content: 'Be brief.'}, {role: 'user', content: [{type: 'text', text: 'What is a lookout?'}]}],
  });
  assert.equal(cut.choices[0].finish_reason, 'length');
  const stopped = await embedded.chat.completions.create({model: 'extractive', stop: [' '], messages: ask('What is a lookout?')});
  assert.ok(!stopped.choices[0].message.content.includes(' '));
  assert.equal(stopped.choices[0].finish_reason, 'stop');
});

test('what cannot be honoured is refused with its param', async () => {
  const base = {model: 'extractive', messages: ask('hi')};
  for (const [param, more] of [
    ['n', {n: 2}], ['logprobs', {logprobs: true}], ['tools', {tools}], ['temperature', {temperature: 9}],
    ['modalities', {modalities: ['text', 'audio']}], ['invented', {invented: 1}], ['tool_choice', {tool_choice: 'auto'}],
    ['response_format', {response_format: {type: 'json_object'}}],
    ['messages.0.content.0.type', {messages: [{role: 'user', content: [{type: 'image_url', image_url: {url: 'data:,'}}]}]}],
  ]) {
    for (const stream of [false, true]) {
      const error = await errorOf(embedded.chat.completions.create({...base, ...more, stream}));
      assert.ok(error instanceof OpenAI.BadRequestError, `${param}: ${error}`);
      assert.equal(error.param, param);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.code, 'invalid_argument');
      assert.ok(error.requestID);
    }
  }
});

test('tools go through to upstream and their calls come back', async () => {
  const request = {model: 'tools', tools, tool_choice: 'auto', messages: ask('What is 1 + 2?')};
  const whole = await upstream.chat.completions.create(request);
  const message = whole.choices[0].message;
  assert.equal(whole.choices[0].finish_reason, 'tool_calls');
  assert.equal(message.content, null);
  assert.deepEqual(message.tool_calls, [
    {id: 'call_1', type: 'function', function: {name: 'add', arguments: '{"a":1,"b":2}'}},
  ]);

  const streamed = await upstream.chat.completions.stream(request).finalChatCompletion();
  assert.equal(streamed.choices[0].message.tool_calls[0].function.arguments, '{"a":1,"b":2}');

  const answer = await upstream.chat.completions.create({
    ...request, model: 'plain',
    messages: [...request.messages, message, {role: 'tool', tool_call_id: 'call_1', content: '3'}],
  });
  assert.equal(answer.choices[0].message.content, 'Hello from upstream.');
});

test('a conversation that is continued knows the calls of its tools and their results', async () => {
  const first = await upstream.chat.completions.create({model: 'tools', tools, messages: ask('What is 1 + 2?')});
  const vigie = {conversation_id: first.vigie.conversation_id};
  const result = {role: 'tool', tool_call_id: 'call_1', content: '3'};
  await upstream.chat.completions.create({model: 'plain', messages: [result], vigie});
  await upstream.chat.completions.create({model: 'plain', messages: ask('Are you sure?'), vigie});
  const kept = await upstream.get(`/conversations/${vigie.conversation_id}/messages`);
  assert.deepEqual(kept.data.map((one) => one.role), ['user', 'assistant', 'tool', 'assistant', 'user', 'assistant']);
  assert.deepEqual(kept.data[1].openai_messages[0].tool_calls, first.choices[0].message.tool_calls);
  assert.deepEqual(kept.data[2].openai_messages, [result]);
});

test('images and what only a model understands go through to upstream', async () => {
  const answer = await upstream.chat.completions.create({
    model: 'plain', response_format: {type: 'json_schema', json_schema: {name: 'a', schema: {type: 'object'}}},
    temperature: 0, top_p: 1, seed: 1, n: 1, stop: 'END', max_completion_tokens: 9, metadata: {team: 'ops'},
    reasoning_effort: 'low', logit_bias: {50256: -100},
    messages: [
      {role: 'developer', content: [{type: 'text', text: 'Be brief.'}]},
      {role: 'user', content: [{type: 'text', text: 'What is this?'}, {type: 'image_url', image_url: {url: 'data:image/png;base64,AA=='}}]},
    ],
  });
  assert.equal(answer.choices[0].message.content, 'Hello from upstream.');
});

test('a refusal of the model is told as one', async () => {
  const request = {model: 'refuses', messages: ask('hi'), response_format: {type: 'json_object'}};
  const {message} = (await upstream.chat.completions.create(request)).choices[0];
  assert.equal(message.refusal, 'I will not.');
  assert.equal(message.content, null);
  const streamed = await upstream.chat.completions.stream(request).finalChatCompletion();
  assert.equal(streamed.choices[0].message.refusal, 'I will not.');
});

test('an aborted stream cancels upstream', async () => {
  const stream = await upstream.chat.completions.create({model: 'hang', messages: ask('hi'), stream: true});
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    if (text === 'Half') stream.controller.abort();
  }
  assert.equal(text, 'Half');
});

test('each failure is raised as the class that the SDK has for it', async () => {
  for (const [model, kind, status] of [
    ['400', OpenAI.BadRequestError, 400], ['404_model', OpenAI.NotFoundError, 404],
    ['429_retry_after', OpenAI.RateLimitError, 429], ['500', OpenAI.InternalServerError, 502],
  ]) {
    for (const stream of [false, true]) {
      const error = await errorOf(upstream.chat.completions.create({model, messages: ask('hi'), stream}));
      assert.ok(error instanceof kind, `${model}, stream ${stream}: ${error}`);
      assert.equal(error.status, status);
      if (status === 429) assert.equal(error.headers.get('retry-after'), '3600');
    }
  }
  const broken = await upstream.chat.completions.create({model: 'close_mid_stream', messages: ask('hi'), stream: true});
  const error = await errorOf((async () => { for await (const _ of broken); })());
  assert.ok(error instanceof OpenAI.APIError);
});
