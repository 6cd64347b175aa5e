"""The official OpenAI SDK for Python, unmodified, against real servers: see sdk_test.mjs, which asks for more.

Run by sdk_test.cpp, which names the servers in the environment.
"""
import asyncio
import os
import unittest

import openai


def client(server):
    return openai.OpenAI(api_key="unused", base_url=os.environ[server], max_retries=0, timeout=30)


EMBEDDED = client("VIGIE_EMBEDDED")
UPSTREAM = client("VIGIE_UPSTREAM")
TOOLS = [{"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}]


def ask(text):
    return [{"role": "user", "content": text}]


class SdkTest(unittest.TestCase):
    def test_models_are_listed_and_retrieved(self):
        self.assertIn("extractive", [model.id for model in EMBEDDED.models.list()])
        self.assertEqual(UPSTREAM.models.retrieve("org/small").id, "org/small")
        with self.assertRaises(openai.NotFoundError) as missing:
            EMBEDDED.models.retrieve("gpt-none")
        self.assertEqual(missing.exception.param, "model")

    def test_texts_are_embedded_alone_and_in_batches_as_numbers_and_in_base64(self):
        model = next(one.id for one in EMBEDDED.models.list() if one.vigie["kind"] == "embedding")
        vector = EMBEDDED.embeddings.create(model=model, input="A lookout watches.").data[0].embedding
        batch = EMBEDDED.embeddings.create(
            model=model, input=["Night shift.", "A lookout watches."], encoding_format="float"
        )
        self.assertEqual([one.index for one in batch.data], [0, 1])
        self.assertEqual(len(batch.data[1].embedding), len(vector))
        for ours, theirs in zip(batch.data[1].embedding, vector):
            self.assertAlmostEqual(ours, theirs, places=6)
        coded = EMBEDDED.embeddings.create(model=model, input="A lookout watches.", encoding_format="base64")
        self.assertIsInstance(coded.data[0].embedding, str)

    def test_a_stream_brings_the_same_text_as_a_whole_answer(self):
        question = {"model": "extractive", "messages": ask("What is a lookout?")}
        whole = EMBEDDED.chat.completions.create(**question)
        self.assertEqual(whole.choices[0].finish_reason, "stop")
        self.assertEqual(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens)
        chunks = list(
            EMBEDDED.chat.completions.create(**question, stream=True, stream_options={"include_usage": True})
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertEqual(text, whole.choices[0].message.content)
        self.assertEqual(chunks[-1].choices, [])
        self.assertEqual(chunks[-1].usage.completion_tokens, whole.usage.completion_tokens)

    def test_max_tokens_and_stop_are_honoured_by_the_embedded_model(self):
        question = {"model": "extractive", "messages": ask("What is a lookout?")}
        self.assertEqual(EMBEDDED.chat.completions.create(**question, max_tokens=3).choices[0].finish_reason, "length")
        self.assertNotIn(" ", EMBEDDED.chat.completions.create(**question, stop=[" "]).choices[0].message.content)

    def test_what_cannot_be_honoured_is_refused_with_its_param(self):
        for param, more in [
            ("n", {"n": 2}),
            ("logprobs", {"logprobs": True}),
            ("tools", {"tools": TOOLS}),
            ("response_format", {"response_format": {"type": "json_object"}}),
        ]:
            with self.assertRaises(openai.BadRequestError) as refused:
                EMBEDDED.chat.completions.create(model="extractive", messages=ask("hi"), **more)
            self.assertEqual(refused.exception.param, param)
            self.assertEqual(refused.exception.code, "invalid_argument")

    def test_tools_go_through_and_their_calls_come_back(self):
        request = {"model": "tools", "tools": TOOLS, "messages": ask("What is 1 + 2?")}
        message = UPSTREAM.chat.completions.create(**request).choices[0].message
        self.assertEqual(message.tool_calls[0].function.arguments, '{"a":1,"b":2}')
        with UPSTREAM.chat.completions.stream(**request) as stream:
            streamed = stream.get_final_completion().choices[0].message
        self.assertEqual(streamed.tool_calls[0].function.arguments, '{"a":1,"b":2}')
        for sent_back in (message, message.model_dump()):  # with a null for each field that is not set
            result = {"role": "tool", "tool_call_id": "call_1", "content": "3"}
            answer = UPSTREAM.chat.completions.create(
                model="plain", messages=[*request["messages"], sent_back, result], tools=TOOLS
            )
            self.assertEqual(answer.choices[0].message.content, "Hello from upstream.")

    def test_a_stream_that_is_closed_cancels_upstream(self):
        with UPSTREAM.chat.completions.create(model="hang", messages=ask("hi"), stream=True) as stream:
            for chunk in stream:
                if chunk.choices[0].delta.content == "Half":
                    break

    def test_the_asynchronous_client_streams_too(self):
        async def text():
            async with openai.AsyncOpenAI(
                api_key="unused", base_url=os.environ["VIGIE_UPSTREAM"], max_retries=0, timeout=30
            ) as asynchronous:
                stream = await asynchronous.chat.completions.create(model="plain", messages=ask("hi"), stream=True)
                return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

        self.assertEqual(asyncio.run(text()), "Hello from upstream.")

    def test_each_failure_is_raised_as_the_class_that_the_sdk_has_for_it(self):
        for model, kind, status in [
            ("400", openai.BadRequestError, 400),
            ("404_model", openai.NotFoundError, 404),
            ("429_retry_after", openai.RateLimitError, 429),
            ("500", openai.InternalServerError, 502),
        ]:
            with self.assertRaises(kind) as failed:
                UPSTREAM.chat.completions.create(model=model, messages=ask("hi"))
            self.assertEqual(failed.exception.status_code, status)


if __name__ == "__main__":
    unittest.main()
