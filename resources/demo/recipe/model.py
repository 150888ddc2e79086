"""The demo model in training form: GPT-2's architecture with separate, small, readable parts."""
import math

import torch
from torch import nn
from torch.nn import functional

LAYERS, HEADS, WIDTH, CONTEXT, VOCABULARY = 6, 6, 192, 256, 1536
HEAD_WIDTH = WIDTH // HEADS


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.ln_2 = nn.LayerNorm(WIDTH)
        self.fc = nn.Linear(WIDTH, 4 * WIDTH)
        self.proj = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        parts = self.qkv(self.ln_1(x)).view(batch, length, 3, HEADS, HEAD_WIDTH)
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # each [batch, head, position, head width]
        scores = q @ k.transpose(-1, -2) / math.sqrt(HEAD_WIDTH)
        pattern = scores.masked_fill(mask[:length, :length], -1e9).softmax(-1)
        x = x + self.o((pattern @ v).transpose(1, 2).reshape(batch, length, WIDTH))
        return x + self.proj(functional.gelu(self.fc(self.ln_2(x)), approximate="tanh"))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.h = nn.ModuleList(Block() for _ in range(LAYERS))
        self.ln_f = nn.LayerNorm(WIDTH)
        self.register_buffer("mask", torch.triu(torch.ones(CONTEXT, CONTEXT, dtype=torch.bool), 1), persistent=False)
        self.start_as_gpt2()
        self.start_positions_as_waves()
        self.start_heads_mimetically()

    def forward(self, ids):
        x = self.wte(ids) + self.wpe.weight[:ids.shape[1]]
        for block in self.h:
            x = block(x, self.mask)
        return self.ln_f(x) @ self.wte.weight.T

    @torch.no_grad()
    def start_as_gpt2(self):
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                writes = name.endswith(("o.weight", "proj.weight"))
                nn.init.normal_(parameter, std=.02 / (math.sqrt(2 * LAYERS) if writes else 1))
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    @torch.no_grad()
    def start_positions_as_waves(self):
        rates = torch.exp(-math.log(10000.) * torch.arange(0, WIDTH, 2) / WIDTH)
        angle = torch.arange(CONTEXT)[:, None] * rates
        self.wte.weight.normal_(std=.05)
        self.wpe.weight.copy_(.05 * torch.stack([angle.sin(), angle.cos()], -1).view(CONTEXT, WIDTH))

    @torch.no_grad()
    def start_heads_mimetically(self, noise_qk=.7, identity_qk=.7, noise_ov=.4, identity_ov=.4):
        """Query-key products start near +I, value-output products near -I (Trockman and Kolter, 2023)."""
        def factors(matrix):
            u, s, vt = torch.linalg.svd(matrix)
            s = s[:HEAD_WIDTH].sqrt()
            return (u[:, :HEAD_WIDTH] * s), s[:, None] * vt[:HEAD_WIDTH]

        def near_identity(noise, identity):
            return noise * torch.randn(WIDTH, WIDTH) / math.sqrt(WIDTH) + identity * torch.eye(WIDTH)

        for block in self.h:
            for head in range(HEADS):
                rows = slice(head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH)
                left, right = factors(near_identity(noise_qk, identity_qk))
                block.qkv.weight[:WIDTH][rows] = left.T
                block.qkv.weight[WIDTH:2 * WIDTH][rows] = right
                left, right = factors(near_identity(noise_ov, -identity_ov))
                block.qkv.weight[2 * WIDTH:][rows] = left.T
                block.o.weight[:, rows] = right.T
